import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { every } from './every.ts'
import { ManualClock } from './manual-clock.ts'

function setUp(tick: (clock: ManualClock, signal: AbortSignal) => Promise<void> = async () => {}) {
  const clock = new ManualClock()
  const abort = new AbortController()
  const ticks: number[] = []
  const running = every({ clock, ms: 1_000, signal: abort.signal }, async (signal) => {
    ticks.push(clock.now())
    await tick(clock, signal)
  }).catch((error: unknown) => error)
  return { clock, abort, ticks, running }
}

describe('every', () => {
  it('ticks at once and then at the interval', async () => {
    const { clock, ticks } = setUp()
    await clock.advance(3_500)
    expect(ticks).toEqual([0, 1_000, 2_000, 3_000])
  })

  it('never ticks twice at a time; a slow tick delays the next and nothing queues up', async () => {
    const { clock, ticks } = setUp((c, signal) => c.sleep(2_500, signal))
    await clock.advance(8_000)
    expect(ticks).toEqual([0, 2_500, 5_000, 7_500])
  })

  it('counts a quick tick towards the interval', async () => {
    const { clock, ticks } = setUp((c, signal) => c.sleep(400, signal))
    await clock.advance(2_100)
    expect(ticks).toEqual([0, 1_000, 2_000])
  })

  it('ends when the signal fires, and with the error of a tick', async () => {
    const stopped = setUp()
    await stopped.clock.advance(0)
    stopped.abort.abort()
    expect(await stopped.running).toBeInstanceOf(AbortedError)
    const failed = setUp(() => Promise.reject(new AppError({ code: 'BROKEN' })))
    expect(await failed.running).toMatchObject({ code: 'BROKEN' })
    expect(failed.ticks).toEqual([0])
  })
})
