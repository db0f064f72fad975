import { describe, expect, it } from 'vitest'
import { snapshotDouble } from '../dev/snapshot-double.ts'
import { adjustClock, chainNowSec, observeClock } from './chain-clock.ts'

const head = (timestampSec: number, seenAtMs: number, takenAtMs: number) => {
  const base = snapshotDouble()
  const chain = base.chain
  if (chain === null) throw new Error('the double has a chain')
  return { ...base, takenAtMs, chain: { ...chain, seenAtMs, l1: { ...chain.l1, timestampSec } } }
}

describe('chain clock', () => {
  it('runs on from the head with the time since it was seen', () => {
    const clock = observeClock(head(1_000, 500_000, 502_000), 502_000)
    expect(clock).toEqual({ offsetMs: 500_000, head: 52_418n })
    expect(chainNowSec({ offsetMs: 500_000 }, 503_000)).toBe(1_003)
  })
  it('does not need the clocks of both sides to agree', () => {
    const skewed = observeClock(head(1_000, 500_000, 502_000), 9_000_000)
    expect(chainNowSec({ offsetMs: skewed?.offsetMs ?? 0 }, 9_000_000)).toBe(1_002)
  })
  it('smooths late blocks, once each, and follows jumps', () => {
    const clock = { offsetMs: 100_000, head: 1n }
    expect(adjustClock(clock, { offsetMs: 98_000, head: 2n })).toEqual({ offsetMs: 99_600, head: 2n })
    expect(adjustClock(clock, { offsetMs: 98_000, head: 1n })).toBe(clock)
    expect(adjustClock(clock, { offsetMs: 700_000, head: 1n })).toEqual({ offsetMs: 700_000, head: 1n })
    expect(adjustClock(clock, null)).toBe(clock)
  })
  it('knows nothing before the first head', () => {
    expect(observeClock({ ...snapshotDouble(), chain: null }, 1)).toBeNull()
    expect(adjustClock(null, null)).toBeNull()
    expect(adjustClock(null, { offsetMs: 5, head: 1n })).toEqual({ offsetMs: 5, head: 1n })
  })
})
