import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../../shared/errors.ts'
import { ManualClock } from './manual-clock.ts'

const never = new AbortController().signal

describe('ManualClock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new ManualClock(1_000)
    let over = false
    void clock.sleep(10, never).then(() => (over = true))
    await clock.advance(9)
    expect([clock.now(), over, clock.sleeping]).toEqual([1_009, false, 1])
    await clock.advance(1)
    expect([clock.now(), over, clock.sleeping]).toEqual([1_010, true, 0])
  })

  it('wakes sleepers in the order of their time, each at its own time', async () => {
    const clock = new ManualClock()
    const woken: [string, number][] = []
    const sleeper = (name: string, ms: number) => clock.sleep(ms, never).then(() => woken.push([name, clock.now()]))
    void sleeper('late', 300)
    void sleeper('early', 100)
    void sleeper('middle', 200)
    await clock.advance(1_000)
    expect(woken).toEqual([
      ['early', 100],
      ['middle', 200],
      ['late', 300]
    ])
    expect(clock.now()).toBe(1_000)
  })

  it('lets a woken sleeper sleep again within the same advance', async () => {
    const clock = new ManualClock()
    const ticks: number[] = []
    void (async () => {
      for (;;) {
        await clock.sleep(250, never)
        ticks.push(clock.now())
      }
    })()
    await clock.advance(1_000)
    expect(ticks).toEqual([250, 500, 750, 1_000])
  })

  it('forgets a sleeper whose signal fires', async () => {
    const clock = new ManualClock()
    const abort = new AbortController()
    const sleep = clock.sleep(10, abort.signal)
    abort.abort()
    await expect(sleep).rejects.toBeInstanceOf(AbortedError)
    await expect(clock.sleep(10, abort.signal)).rejects.toBeInstanceOf(AbortedError)
    expect(clock.sleeping).toBe(0)
  })
})
