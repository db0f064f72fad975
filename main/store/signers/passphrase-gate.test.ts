import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createPassphraseGate, pauseMs } from './passphrase-gate.ts'

const never = new AbortController().signal
const wrong = async (): Promise<never> => {
  throw new AppError({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
}

describe('the passphrase gate', () => {
  it('slows ten wrong ones down, and lets the right one in after that', async () => {
    const clock = new ManualClock(1_000_000)
    const gate = createPassphraseGate(clock)
    let tried = 0
    const waits: number[] = []
    for (let i = 0; i < 10; i++) {
      const { waitUntilMs } = gate.state()
      waits.push(Math.max(0, waitUntilMs - clock.now()))
      const attempt = gate.attempt(() => {
        tried += 1
        return wrong()
      }, never)
      const caught = expect(attempt).rejects.toMatchObject({ code: 'KEYSTORE_WRONG_PASSPHRASE' })
      await clock.advance(waits.at(-1) ?? 0)
      await caught
      expect(tried).toBe(i + 1)
    }
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    const right = gate.attempt(async () => 'open', never)
    await clock.advance(29_999)
    expect(await Promise.race([right, Promise.resolve('waits')])).toBe('waits')
    await clock.advance(1)
    expect(await right).toBe('open')
    expect(gate.state()).toEqual({ wrong: 0, waitUntilMs: 0 })
  })

  it('never waits longer than half a minute, however many there were', () => {
    for (const n of [3, 10, 100, 1e6, Number.MAX_SAFE_INTEGER]) expect(pauseMs(n)).toBeLessThanOrEqual(30_000)
  })

  it('tries one at a time, gives up when told to, and counts only wrong passphrases', async () => {
    const clock = new ManualClock(5)
    const gate = createPassphraseGate(clock)
    const order: string[] = []
    let open = (): void => {}
    const first = gate.attempt(
      () => new Promise<void>((resolve) => (open = resolve)).then(() => order.push('first')),
      never
    )
    const second = gate.attempt(async () => order.push('second'), never)
    await clock.advance(0)
    open()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
    for (let i = 0; i < 5; i++) {
      const failed = gate.attempt(() => Promise.reject(new Error('disk')), never)
      await expect(failed).rejects.toThrow('disk')
    }
    expect(gate.state().wrong).toBe(0)
    for (let i = 0; i < 3; i++) await expect(gate.attempt(wrong, never)).rejects.toThrow()
    const abort = new AbortController()
    const waiting = gate.attempt(wrong, abort.signal)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
    expect(gate.state().wrong).toBe(3)
  })

  it('does not wait longer because the clock was set back', async () => {
    const clock = new ManualClock(100_000_000)
    const gate = createPassphraseGate(clock)
    for (let i = 0; i < 3; i++) await expect(gate.attempt(wrong, never)).rejects.toThrow()
    const set = Object.assign(Object.create(clock), { now: () => 0 }) as ManualClock
    expect(set.now()).toBe(0)
    const next = gate.attempt(async () => 'open', never)
    await clock.advance(1_000)
    expect(await next).toBe('open')
  })
})
