import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { ManualClock } from './manual-clock.ts'
import { retry } from './retry.ts'

const passing = (more: Record<string, number> = {}) => new AppError({ code: 'AWAY', ...more }, { retryable: true })

function setUp(errors: unknown[]) {
  const clock = new ManualClock()
  const abort = new AbortController()
  const calledAtMs: number[] = []
  const backoff = { baseMs: 100, maxMs: 1_000, resetAfterMs: 0, jitter: () => 1 }
  const result = retry({ clock, signal: abort.signal, attempts: 4, backoff }, async (attempt) => {
    calledAtMs.push(clock.now())
    const error = errors[attempt - 1]
    if (error !== undefined) throw error
    return `attempt ${attempt}`
  }).catch((error: unknown) => error)
  return { clock, abort, calledAtMs, result }
}

describe('retry', () => {
  it('tries again after growing pauses while the error may pass', async () => {
    const { clock, calledAtMs, result } = setUp([passing(), passing(), passing()])
    await clock.advance(10_000)
    expect(await result).toBe('attempt 4')
    expect(calledAtMs).toEqual([0, 100, 300, 700])
  })

  it('gives up after the last attempt with the last error', async () => {
    const { clock, calledAtMs, result } = setUp([1, 2, 3, 4, 5].map((n) => passing({ n })))
    await clock.advance(10_000)
    expect(await result).toMatchObject({ meta: { n: 4 } })
    expect(calledAtMs.length).toBe(4)
  })

  it.each([
    ['a permanent AppError', new AppError({ code: 'NEVER' })],
    ['an unknown error', new TypeError('a defect')],
    ['an aborted wait', new AbortedError()]
  ])('does not repeat %s', async (_name, error) => {
    const { result, calledAtMs } = setUp([error])
    expect(await result).toBe(error)
    expect(calledAtMs.length).toBe(1)
  })

  it('waits at least as long as the error asks for', async () => {
    const { clock, calledAtMs, result } = setUp([passing({ retryAfterMs: 5_000 })])
    await clock.advance(10_000)
    expect(await result).toBe('attempt 2')
    expect(calledAtMs).toEqual([0, 5_000])
  })

  it('stops waiting when the signal fires', async () => {
    const { clock, abort, calledAtMs, result } = setUp([passing()])
    await clock.advance(50)
    abort.abort()
    expect(await result).toBeInstanceOf(AbortedError)
    expect(calledAtMs.length).toBe(1)
  })
})
