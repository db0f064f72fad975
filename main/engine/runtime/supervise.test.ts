import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from './manual-clock.ts'
import { type Service, type ServiceState, supervise } from './supervise.ts'

const passing = new AppError({ code: 'AWAY' }, { retryable: true })

function setUp(run: (context: Parameters<Service['run']>[0], clock: ManualClock, attempt: number) => Promise<void>) {
  const clock = new ManualClock()
  const states: ServiceState[] = []
  const errors: unknown[] = []
  let attempt = 0
  const service: Service = { name: 'thing', run: (context) => run(context, clock, ++attempt) }
  const supervised = supervise(service, {
    clock,
    backoff: { baseMs: 1_000, maxMs: 8_000, resetAfterMs: 60_000, jitter: () => 1 },
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error)
  })
  return { clock, states, errors, supervised, kinds: () => states.map((state) => state.kind), attempts: () => attempt }
}
const untilStopped = (clock: ManualClock, signal: AbortSignal): Promise<void> => clock.sleep(10 ** 12, signal)

describe('supervise', () => {
  it('runs a service until it is stopped, and stops once however often it is asked', async () => {
    const { clock, kinds, supervised, states, errors } = setUp(async ({ signal, ready }, c) => {
      ready()
      await untilStopped(c, signal)
    })
    await clock.advance(5_000)
    expect(states).toEqual([
      { kind: 'starting', attempt: 1 },
      { kind: 'running', sinceMs: 0 }
    ])
    await Promise.all([supervised.stop(), supervised.stop(), supervised.done])
    expect(kinds()).toEqual(['starting', 'running', 'stopping', 'stopped'])
    expect(errors).toEqual([])
    expect(clock.sleeping).toBe(0)
  })

  it('stop waits until the service has really ended', async () => {
    let cleaned = false
    const { clock, supervised } = setUp(async ({ signal }, c) => {
      await untilStopped(c, signal).catch(() => {})
      await c.sleep(500, new AbortController().signal)
      cleaned = true
    })
    await clock.advance(0)
    const stopping = supervised.stop().then(() => expect(cleaned).toBe(true))
    await clock.advance(500)
    await stopping
    expect(cleaned).toBe(true)
  })

  it.each([
    ['a retryable error', passing, 'AWAY'],
    ['a defect', new TypeError('x'), 'INTERNAL']
  ])('starts it again after %s, with growing pauses', async (_name, error, code) => {
    const { clock, states, errors, supervised, attempts } = setUp(async () => {
      throw error
    })
    await clock.advance(999)
    expect(attempts()).toBe(1)
    expect(states.at(-1)).toEqual({ kind: 'backing-off', attempt: 1, untilMs: 1_000, code })
    await clock.advance(1 + 2_000 + 4_000 + 8_000 + 8_000)
    expect(attempts()).toBe(6)
    expect(errors).toEqual(Array(6).fill(error))
    await supervised.stop()
    expect(clock.sleeping).toBe(0)
  })

  it('starts again with short pauses after it had run for a while', async () => {
    const { clock, states, supervised } = setUp(async ({ signal }, c, attempt) => {
      if (attempt === 3) await c.sleep(60_000, signal)
      throw passing
    })
    await clock.advance(1_000 + 2_000 + 60_000)
    expect(states.at(-1)).toMatchObject({ kind: 'backing-off', attempt: 1, untilMs: 64_000 })
    await supervised.stop()
  })

  it('ends for good with a permanent error', async () => {
    const { clock, states, supervised, attempts } = setUp(() => Promise.reject(new AppError({ code: 'WRONG_KEY' })))
    await supervised.done
    await clock.advance(100_000)
    expect(states.at(-1)).toEqual({ kind: 'failed', code: 'WRONG_KEY' })
    expect(attempts()).toBe(1)
  })

  it('takes a service that just ends for one that failed', async () => {
    const { clock, states, supervised } = setUp(async () => {})
    await clock.advance(0)
    expect(states.at(-1)).toMatchObject({ kind: 'backing-off', code: 'SERVICE_ENDED' })
    await supervised.stop()
    expect(states.at(-1)).toEqual({ kind: 'stopped' })
  })
})
