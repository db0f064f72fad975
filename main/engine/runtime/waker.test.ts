import { describe, expect, it } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { createWaker } from './waker.ts'

const setUp = () => {
  const clock = new ManualClock()
  return { clock, waker: createWaker(clock), abort: new AbortController() }
}

describe('waker', () => {
  it('ends at the deadline', async () => {
    const { clock, waker, abort } = setUp()
    const wait = waker.wait(100, abort.signal)
    await clock.advance(100)
    expect(await wait).toBe('due')
  })

  it('ends at once when woken, and leaves no sleeper', async () => {
    const { clock, waker, abort } = setUp()
    const wait = waker.wait(100, abort.signal)
    waker.wake()
    expect(await wait).toBe('woken')
    expect(clock.sleeping).toBe(0)
  })

  it('remembers one wake while nobody waits', async () => {
    const { clock, waker, abort } = setUp()
    waker.wake()
    waker.wake()
    expect(await waker.wait(100, abort.signal)).toBe('woken')
    const second = waker.wait(100, abort.signal)
    await clock.advance(100)
    expect(await second).toBe('due')
  })

  it('rejects when the signal fires, and leaves no sleeper', async () => {
    const { clock, waker, abort } = setUp()
    const wait = waker.wait(100, abort.signal)
    abort.abort()
    await expect(wait).rejects.toMatchObject({ code: 'ABORTED' })
    expect(clock.sleeping).toBe(0)
    await expect(waker.wait(1, abort.signal)).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
