import { describe, expect, it } from 'vitest'
import { snapshotDouble } from '../dev/snapshot-double.ts'
import { adjustClock, chainNowSec, observedOffsetMs } from './chain-clock.ts'

const head = (timestampSec: number, seenAtMs: number, takenAtMs: number) => {
  const base = snapshotDouble()
  const chain = base.chain
  if (chain === null) throw new Error('the double has a chain')
  return { ...base, takenAtMs, chain: { ...chain, seenAtMs, l1: { ...chain.l1, timestampSec } } }
}

describe('chain clock', () => {
  it('runs on from the head with the time since it was seen', () => {
    const offsetMs = observedOffsetMs(head(1_000, 500_000, 502_000), 502_000)
    expect(offsetMs).toBe(500_000)
    expect(chainNowSec({ offsetMs: 500_000 }, 503_000)).toBe(1_003)
  })
  it('does not need the clocks of both sides to agree', () => {
    const skewed = observedOffsetMs(head(1_000, 500_000, 502_000), 9_000_000)
    expect(chainNowSec({ offsetMs: skewed ?? 0 }, 9_000_000)).toBe(1_002)
  })
  it('smooths late blocks and follows jumps', () => {
    const clock = adjustClock(null, 100_000)
    expect(adjustClock(clock, 98_000)).toEqual({ offsetMs: 99_600 })
    expect(adjustClock(clock, 700_000)).toEqual({ offsetMs: 700_000 })
    expect(adjustClock(clock, null)).toBe(clock)
  })
  it('knows nothing before the first head', () => {
    expect(observedOffsetMs({ ...snapshotDouble(), chain: null }, 1)).toBeNull()
    expect(adjustClock(null, null)).toBeNull()
  })
})
