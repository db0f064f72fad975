import { describe, expect, it } from 'vitest'
import { closingRule } from './closing.ts'
import { decideClose } from './decide-close.ts'
import { WindowDouble } from './electron-double.ts'

describe('decideClose', () => {
  it.each([
    [true, true, 'linux', 'destroy'],
    [true, false, 'linux', 'ask'],
    [true, true, 'win32', 'destroy'],
    [true, false, 'win32', 'ask'],
    [false, true, 'linux', 'quit'],
    [false, false, 'win32', 'quit'],
    [true, false, 'darwin', 'destroy'],
    [false, false, 'darwin', 'destroy']
  ] as const)('close to tray %s, tray seen %s, %s: %s', (closeToTray, trayWorks, platform, what) => {
    expect(decideClose({ closeToTray, trayWorks, platform })).toBe(what)
  })
})

function setUp({ trouble = null as string | null, closeToTray = true, platform = 'linux' as NodeJS.Platform } = {}) {
  const done: string[] = []
  const questions: string[] = []
  let answer = (_response: number): void => {}
  const close = closingRule({
    platform,
    closeToTray: () => closeToTray,
    trayTrouble: async () => trouble,
    quit: () => void done.push('quit'),
    showMessage: (_window, { detail = '' }) => {
      questions.push(detail)
      return new Promise((resolve) => {
        answer = (response) => resolve({ response })
      })
    },
    onFirstTime: () => void done.push('told')
  })
  const window = new WindowDouble({})
  return {
    done,
    questions,
    window,
    close: () => close(window.asWindow),
    answer: (response: number) => answer(response)
  }
}

describe('closingRule', () => {
  it('gives the window’s memory back while the tray is there, and says once that the validator goes on', async () => {
    const { close, window, done } = setUp()
    await close()
    expect(window.destroyed).toBe(true)
    await close()
    expect(done).toEqual(['told'])
  })

  it('says nothing of a tray on macOS', async () => {
    const { close, window, done } = setUp({ platform: 'darwin', trouble: 'none' })
    await close()
    expect(window.destroyed).toBe(true)
    expect(done).toEqual([])
  })

  it('quits where the operator wishes it', async () => {
    const { close, window, done } = setUp({ closeToTray: false })
    await close()
    expect(done).toEqual(['quit'])
    expect(window.destroyed).toBe(false)
  })

  it.each([
    [0, ['minimize'], []],
    [1, [], ['quit']],
    [2, [], []]
  ])('never goes on unseen: without a tray it asks, and does what answer %i says', async (response, calls, done) => {
    const stage = setUp({ trouble: 'This desktop shows no tray.' })
    const closed = stage.close()
    await expect.poll(() => stage.questions).toHaveLength(1)
    await stage.close()
    expect(stage.questions).toEqual([expect.stringContaining('This desktop shows no tray. Without a window')])
    stage.answer(response)
    await closed
    expect(stage.window.calls).toEqual(calls)
    expect(stage.done).toEqual(done)
    expect(stage.window.destroyed).toBe(false)
  })
})
