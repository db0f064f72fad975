import { describe, expect, it } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { together } from './together.ts'

describe('together', () => {
  it('ends when all have ended', async () => {
    const clock = new ManualClock()
    const ended: number[] = []
    const task = (ms: number) => async (signal: AbortSignal) => {
      await clock.sleep(ms, signal)
      ended.push(ms)
    }
    const all = together(new AbortController().signal, task(10), task(20))
    await clock.advance(20)
    await all
    expect(ended).toEqual([10, 20])
  })

  it('the first error ends the others and is the one that is thrown', async () => {
    const clock = new ManualClock()
    const broken = new Error('broken')
    const all = together(
      new AbortController().signal,
      (signal) => clock.sleep(1_000, signal),
      async () => {
        throw broken
      }
    )
    await expect(all).rejects.toBe(broken)
    expect(clock.sleeping).toBe(0)
  })

  it('a task can start another one', async () => {
    const abort = new AbortController()
    const broken = new Error('spawned')
    const clock = new ManualClock()
    const all = together(abort.signal, async (signal, spawn) => {
      spawn(async () => {
        throw broken
      })
      await clock.sleep(1_000, signal)
    })
    await expect(all).rejects.toBe(broken)
  })

  it('passes the abort on', async () => {
    const abort = new AbortController()
    const clock = new ManualClock()
    const all = together(abort.signal, (signal) => clock.sleep(1_000, signal))
    await clock.advance(1)
    abort.abort()
    await expect(all).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
