import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../../shared/errors.ts'
import { ManualClock } from './manual-clock.ts'
import { withTimeout } from './with-timeout.ts'

const onTimeout = (): Error => new Error('too late')
const deaf = (): Promise<never> => new Promise(() => {})

describe('withTimeout', () => {
  it('gives the result and leaves no timer', async () => {
    const clock = new ManualClock()
    expect(await withTimeout({ clock, ms: 100, onTimeout }, async () => 7)).toBe(7)
    expect(clock.sleeping).toBe(0)
  })

  it('ends at the time given, whether or not the work listens, and tells the work', async () => {
    const clock = new ManualClock()
    let told = false
    const late = withTimeout({ clock, ms: 100, onTimeout }, (signal) => {
      signal.addEventListener('abort', () => (told = true))
      return deaf()
    })
    const failed = expect(late).rejects.toThrow('too late')
    await clock.advance(100)
    await failed
    expect(told).toBe(true)
  })

  it('ends at once when the outer signal fires, or had fired', async () => {
    const clock = new ManualClock()
    const abort = new AbortController()
    const waiting = withTimeout({ clock, ms: 100, signal: abort.signal, onTimeout }, deaf)
    abort.abort()
    await expect(waiting).rejects.toBeInstanceOf(AbortedError)
    let called = false
    const work = async (): Promise<void> => {
      called = true
    }
    await expect(withTimeout({ clock, ms: 100, signal: abort.signal, onTimeout }, work)).rejects.toBeInstanceOf(
      AbortedError
    )
    expect(called).toBe(false)
    expect(clock.sleeping).toBe(0)
  })

  it('passes on what the work throws, also at once', async () => {
    const clock = new ManualClock()
    const work = (): Promise<never> => {
      throw new RangeError('own')
    }
    await expect(withTimeout({ clock, ms: 100, onTimeout }, work)).rejects.toThrow('own')
    expect(clock.sleeping).toBe(0)
  })
})
