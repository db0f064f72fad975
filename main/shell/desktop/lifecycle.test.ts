import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { recordingLog } from '../../ipc/recording-log.ts'
import { createQuit } from '../quit.ts'
import { AppDouble } from './electron-double.ts'
import { wireLifecycle } from './lifecycle.ts'
import { claimSingleInstance } from './single-instance.ts'

function setUp(platform: NodeJS.Platform) {
  const app = new AppDouble()
  const clock = new ManualClock()
  const exits: number[] = []
  let opened = 0
  const quit = createQuit({ clock, log: recordingLog(), exit: (code) => void exits.push(code) })
  wireLifecycle({ app: app.asApp, quit, open: () => void opened++, platform })
  const beforeQuit = (): boolean => {
    let prevented = false
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      }
    })
    return prevented
  }
  return { app, clock, exits, quit, beforeQuit, opened: () => opened }
}

describe('wireLifecycle', () => {
  it('holds the quit back until everything has stopped, however often it is asked for', async () => {
    const { beforeQuit, clock, exits, quit } = setUp('linux')
    let stops = 0
    let stopped = (): void => {}
    quit.onQuitRequested(() => {
      stops++
      return new Promise((resolve) => {
        stopped = resolve
      })
    })
    expect([beforeQuit(), beforeQuit()]).toEqual([true, true])
    await clock.advance(5_000)
    expect(exits).toEqual([])
    stopped()
    await expect.poll(() => exits).toEqual([0])
    expect(stops).toBe(1)
  })

  it('ends after ten seconds all the same', async () => {
    const { beforeQuit, clock, exits, quit } = setUp('linux')
    quit.onQuitRequested(() => new Promise(() => {}))
    beforeQuit()
    await clock.advance(10_000)
    expect(exits).toEqual([1])
  })

  it.each([
    ['linux', 1],
    ['win32', 1],
    ['darwin', 0]
  ] as const)('closing the window on %s asks to quit %i times', (platform, quits) => {
    const { app } = setUp(platform)
    app.emit('window-all-closed')
    expect(app.quits).toBe(quits)
  })

  it('opens the window when the app is activated', () => {
    const { app, opened } = setUp('darwin')
    app.emit('activate')
    expect(opened()).toBe(1)
  })
})

describe('claimSingleInstance', () => {
  it('raises the window of the first when a second starts', () => {
    const app = new AppDouble()
    let raised = 0
    claimSingleInstance(app.asApp, () => void raised++)
    app.emit('second-instance')
    expect(raised).toBe(1)
  })

  it('tells the second that there is a first', () => {
    const app = new AppDouble()
    app.locked = true
    expect(() => claimSingleInstance(app.asApp, () => {})).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }))
    expect(app.listenerCount('second-instance')).toBe(0)
  })
})
