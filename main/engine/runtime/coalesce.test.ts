import { describe, expect, it } from 'vitest'
import { coalesce } from './coalesce.ts'
import { ManualClock } from './manual-clock.ts'

function setUp() {
  const clock = new ManualClock()
  const abort = new AbortController()
  const firedAt: number[] = []
  const call = coalesce({ clock, ms: 250, signal: () => abort.signal }, () => firedAt.push(clock.now()))
  return { clock, abort, firedAt, call }
}

describe('coalesce', () => {
  it('fires at once, then the rest as one', async () => {
    const { clock, firedAt, call } = setUp()
    call()
    call()
    call()
    await clock.advance(1_000)
    expect(firedAt).toEqual([0, 250])
  })

  it('never fires more than once per interval', async () => {
    const { clock, firedAt, call } = setUp()
    for (let i = 0; i < 20; i++) {
      call()
      await clock.advance(50)
    }
    await clock.advance(1_000)
    expect(firedAt).toEqual([0, 250, 500, 750, 1_000])
  })

  it('after the signal it neither waits nor loses the last call', async () => {
    const { clock, abort, firedAt, call } = setUp()
    call()
    call()
    abort.abort()
    await clock.advance(0)
    expect(firedAt).toEqual([0, 0])
    call()
    expect(firedAt).toHaveLength(3)
    expect(clock.sleeping).toBe(0)
  })
})
