import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../shared/errors.ts'
import { VirtualClock } from './virtual-clock.ts'

const { signal } = new AbortController()
const turn = (): Promise<void> => new Promise((done) => setImmediate(done))

describe('VirtualClock', () => {
  it('wakes sleepers in the order of their time, each with what it does before the next', async () => {
    const clock = new VirtualClock(1_000, turn)
    const told: string[] = []
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms, signal)
      told.push(`${name} ${clock.now()}`)
    }
    const both = [sleeper('late', 30), sleeper('early', 10).then(() => sleeper('again', 10))]
    await clock.advance(100)
    await Promise.all(both)
    expect(told).toEqual(['early 1010', 'again 1020', 'late 1030'])
    expect(clock.now()).toBe(1_100)
  })

  it('does not move before what is under way is done', async () => {
    let underWay = 3
    const clock = new VirtualClock(0, async () => {
      while (underWay > 0) {
        await turn()
        underWay -= 1
      }
    })
    const woken = clock.sleep(5, signal).then(() => underWay)
    await clock.advance(5)
    expect(await woken).toBe(0)
  })

  it('lets a sleeper go when its signal fires, and takes none that comes after', async () => {
    const clock = new VirtualClock(0, async () => {})
    const abort = new AbortController()
    const asleep = clock.sleep(10, abort.signal)
    abort.abort()
    await expect(asleep).rejects.toBeInstanceOf(AbortedError)
    await expect(clock.sleep(10, abort.signal)).rejects.toBeInstanceOf(AbortedError)
  })
})
