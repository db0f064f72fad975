import { describe, expect, it } from 'vitest'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { createChainTime } from './chain-time.ts'

describe('createChainTime', () => {
  it('stands still until it is moved', () => {
    const time = createChainTime(100)
    time.advance(5)
    expect(time.nowSec()).toBe(105)
    time.set(42)
    expect(time.nowSec()).toBe(42)
  })

  it('then follows the clock, with its jumps on top, and never falls behind', async () => {
    const clock = new ManualClock(1_000_500)
    const time = createChainTime(100)
    time.followClock(clock)
    expect(time.nowSec()).toBe(1_000)
    await clock.advance(500)
    expect(time.nowSec()).toBe(1_001)
    time.advance(60)
    await clock.advance(1_000)
    expect(time.nowSec()).toBe(1_062)
    time.set(1_030)
    expect(time.nowSec()).toBe(1_030)
    time.set(5)
    expect(time.nowSec()).toBe(1_002)
  })

  it('keeps a lead that it has when it begins to follow', () => {
    const time = createChainTime(2_000)
    time.followClock(new ManualClock(1_000_000))
    expect(time.nowSec()).toBe(2_000)
  })
})
