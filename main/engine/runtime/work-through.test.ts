import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../../shared/errors.ts'
import { ManualClock } from './manual-clock.ts'
import { workThrough } from './work-through.ts'

function setUp({ items, lanes = () => 2 }: { items: number[]; lanes?: () => number }) {
  const clock = new ManualClock()
  const abort = new AbortController()
  const done: [number, number][] = []
  let running = 0
  let most = 0
  const work = async (item: number, signal: AbortSignal): Promise<void> => {
    running += 1
    most = Math.max(most, running)
    await clock.sleep(item, signal)
    running -= 1
    if (item < 0) throw new RangeError('negative')
    if (item === 400) items.push(50)
    done.push([item, clock.now()])
  }
  const all = workThrough({ next: () => items.shift() ?? null, lanes, work, signal: abort.signal })
  return { clock, abort, all, done, most: () => most }
}

describe('workThrough', () => {
  it('works on as many items at a time as there are lanes, and on those that come in between', async () => {
    const { clock, all, done, most } = setUp({ items: [100, 300, 400] })
    await clock.advance(1_000)
    await all
    expect(done).toEqual([
      [100, 100],
      [300, 300],
      [400, 500],
      [50, 550]
    ])
    expect(most()).toBe(2)
  })

  it('asks for the number of lanes anew each time, and has at least one', async () => {
    let lanes = 0
    const { clock, all, most } = setUp({ items: [10, 10, 10, 10, 10], lanes: () => lanes })
    await clock.advance(10)
    expect(most()).toBe(1)
    lanes = 3
    await clock.advance(100)
    await all
    expect(most()).toBe(3)
  })

  it('ends at once with nothing to do', async () => {
    await setUp({ items: [] }).all
  })

  it('stops everything with the first error, and leaves nothing behind', async () => {
    const { clock, abort, all, done } = setUp({ items: [1_000, -1, 5] })
    const failed = expect(all).rejects.toBeInstanceOf(RangeError)
    await clock.advance(10_000)
    await failed
    expect(done).toEqual([])
    expect(clock.sleeping).toBe(0)
    expect(getEventListeners(abort.signal, 'abort')).toEqual([])
  })

  it('stops when the signal fires, or had fired', async () => {
    const { clock, abort, all, done } = setUp({ items: [100, 100, 100] })
    const failed = expect(all).rejects.toBeInstanceOf(AbortedError)
    await clock.advance(50)
    abort.abort()
    await failed
    expect([done, clock.sleeping]).toEqual([[], 0])
    const work = async (): Promise<void> => {
      throw new Error('worked')
    }
    await expect(workThrough({ next: () => 1, lanes: () => 1, work, signal: abort.signal })).rejects.toBeInstanceOf(
      AbortedError
    )
  })
})
