import { describe, expect, it } from 'vitest'
import type { HealthItem } from '../../../shared/domain/health.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createHealthBook, type Problem } from './health-book.ts'

const problem: Problem = { code: 'LOW_ETH', severity: 'warning', message: 'low', subject: null }

function book() {
  const clock = new ManualClock(1_000)
  const changes: { raised: HealthItem[]; cleared: string[] }[] = []
  return { clock, changes, health: createHealthBook({ clock, onChange: (c) => changes.push(c) }) }
}

describe('health book', () => {
  it('raises once and keeps the time at which it began', async () => {
    const { clock, changes, health } = book()
    health.update([problem])
    await clock.advance(500)
    health.update([problem])
    expect(changes).toEqual([{ raised: [expect.objectContaining({ code: 'LOW_ETH', sinceMs: 1_000 })], cleared: [] }])
    expect(health.items()).toHaveLength(1)
  })

  it('does not raise what lasts less than raiseAfterMs', async () => {
    const { clock, changes, health } = book()
    const slow = { ...problem, raiseAfterMs: 1_000 }
    health.update([slow])
    await clock.advance(900)
    health.update([])
    await clock.advance(900)
    health.update([slow])
    expect(health.items()).toEqual([])
    await clock.advance(1_000)
    health.update([slow])
    expect(changes.map((c) => c.raised.length)).toEqual([1])
    expect(health.items()[0]?.sinceMs).toBe(2_800)
  })

  it('clears after it has been gone for clearAfterMs, not before', async () => {
    const { clock, changes, health } = book()
    health.update([{ ...problem, clearAfterMs: 2_000 }])
    await clock.advance(1_999)
    health.update([])
    expect(health.items()).toHaveLength(1)
    await clock.advance(1)
    health.update([])
    expect(health.items()).toEqual([])
    expect(changes.at(-1)).toEqual({ raised: [], cleared: ['LOW_ETH'] })
  })

  it('tells when a raised item changes its severity, and sorts the worst first', () => {
    const { changes, health } = book()
    health.update([problem, { ...problem, code: 'B', severity: 'notice' }])
    health.update([problem, { ...problem, code: 'B', severity: 'critical' }])
    expect(changes.at(-1)?.raised.map((r) => r.severity)).toEqual(['critical'])
    expect(health.items().map((i) => i.code)).toEqual(['B', 'LOW_ETH'])
  })

  it('keeps items of one code apart by subject', () => {
    const { health } = book()
    health.update([
      { ...problem, subject: 'a' },
      { ...problem, subject: 'b' }
    ])
    expect(health.items().map((i) => i.subject)).toEqual(['a', 'b'])
  })
})
