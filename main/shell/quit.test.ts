import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { recordingLog } from '../ipc/recording-log.ts'
import { createQuit } from './quit.ts'

function setUp() {
  const clock = new ManualClock()
  const exits: number[] = []
  const log = recordingLog()
  return { clock, exits, log, quit: createQuit({ clock, log, exit: (code) => void exits.push(code) }) }
}

describe('createQuit', () => {
  it('runs the hooks once, the last first, and exits with 0', async () => {
    const { exits, quit, clock } = setUp()
    const order: string[] = []
    quit.onQuitRequested(async () => void order.push('store'))
    quit.onQuitRequested(async () => void order.push('engine'))
    expect(quit.requested).toBe(false)
    await Promise.all([quit.request(), quit.request()])
    await quit.request()
    expect(order).toEqual(['engine', 'store'])
    expect(exits).toEqual([0])
    expect(quit.requested).toBe(true)
    expect(clock.sleeping).toBe(0)
  })

  it('gives the hooks ten seconds, then ends all the same', async () => {
    const { clock, exits, log, quit } = setUp()
    quit.onQuitRequested(() => new Promise(() => {}))
    const done = quit.request()
    await clock.advance(9_999)
    expect(exits).toEqual([])
    await clock.advance(1)
    await done
    expect(exits).toEqual([1])
    expect(log.lines).toMatchObject([{ event: 'quit.deadline-passed' }])
  })

  it('runs the others when one fails, and says so by its exit code', async () => {
    const { exits, log, quit } = setUp()
    const order: string[] = []
    quit.onQuitRequested(async () => void order.push('store'))
    quit.onQuitRequested(async () => {
      throw new AppError({ code: 'JOURNAL_DAMAGED' })
    })
    await quit.request()
    expect(order).toEqual(['store'])
    expect(exits).toEqual([1])
    expect(log.lines).toMatchObject([{ event: 'quit.hook-failed', fields: { code: 'JOURNAL_DAMAGED' } }])
  })
})
