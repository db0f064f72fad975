import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../../shared/errors.ts'
import { systemClock } from './clock.ts'

const never = new AbortController().signal

describe('systemClock', () => {
  it('tells unix milliseconds', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  })

  it('sleeps, also for no time and for less than that', async () => {
    const order: string[] = []
    const longer = systemClock.sleep(30, never).then(() => order.push('longer'))
    const none = systemClock.sleep(-5, never).then(() => order.push('none'))
    await Promise.all([longer, none])
    expect(order).toEqual(['none', 'longer'])
  })

  it('does not take a sleep that is too long for a timer for none', async () => {
    const abort = new AbortController()
    let over = false
    const sleep = systemClock.sleep(2 ** 40, abort.signal).finally(() => (over = true))
    await systemClock.sleep(20, never)
    expect(over).toBe(false)
    abort.abort()
    await expect(sleep).rejects.toBeInstanceOf(AbortedError)
  })

  it('rejects as soon as the signal fires, with its reason, also when it fired before', async () => {
    const abort = new AbortController()
    const sleep = systemClock.sleep(60_000, abort.signal)
    abort.abort('stop')
    await expect(sleep).rejects.toMatchObject({ code: 'ABORTED', cause: 'stop' })
    await expect(systemClock.sleep(0, abort.signal)).rejects.toBeInstanceOf(AbortedError)
  })
})
