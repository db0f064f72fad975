import { describe, expect, it } from 'vitest'
import type { RpcLimits } from '../../../shared/config/rpc-limits.ts'
import type { MeteredCall } from '../chain/types.ts'
import { createRpcBudget } from './rpc-budget.ts'

const midnight = Date.UTC(2026, 10, 22)
const hourMs = 3_600_000
const poll: MeteredCall = {
  kind: 'request',
  role: 'l1',
  origin: 'https://rpc.example',
  method: 'eth_getBlockByNumber',
  reason: 'head'
}
const memory = (kept: Record<string, string> = {}) => ({
  kept,
  getMeta: (key: string) => kept[key] ?? null,
  setMeta: (key: string, value: string) => {
    kept[key] = value
  }
})

function setUp({ atMs = midnight + 10 * hourMs, limits = { credits: 'auto' } as RpcLimits, history = memory() } = {}) {
  let nowMs = atMs
  const clock = { now: () => nowMs, sleep: () => Promise.reject(new Error('nothing waits here')) }
  const pass = (ms: number): void => {
    nowMs += ms
  }
  const budget = createRpcBudget({ clock, limits, history })
  /** Polls once a minute. */
  const minutes = (count: number, call = poll): void => {
    for (let i = 0; i < count; i++) {
      pass(60_000)
      budget.count(call)
    }
  }
  return { pass, budget, history, minutes }
}

describe('the RPC budget', () => {
  it('counts by endpoint and by reason, and credits beside requests', () => {
    const { budget } = setUp({ limits: { credits: { default: 2, pushed: 5, methods: { eth_getLogs: 30 } } } })
    budget.count(poll)
    budget.count({ ...poll, method: 'eth_getLogs', reason: 'logs' })
    budget.count({ ...poll, kind: 'push', method: 'eth_subscription' })
    budget.count({ ...poll, role: 'l2', origin: 'http://localhost:8545', reason: 'root' })
    const { day, used, endpoints, reasons, days } = budget.view()
    expect([day, used]).toEqual(['2026-11-22', { requests: 3, l1Requests: 2, credits: 37 }])
    expect(endpoints).toEqual([
      { role: 'l1', origin: 'https://rpc.example', requests: 2, credits: 37 },
      { role: 'l2', origin: 'http://localhost:8545', requests: 1, credits: 0 }
    ])
    expect(reasons).toEqual([
      { reason: 'logs', requests: 1, credits: 30 },
      { reason: 'head', requests: 1, credits: 7 },
      { reason: 'root', requests: 1, credits: 0 }
    ])
    expect(days).toEqual([{ day: '2026-11-22', requests: 3, l1Requests: 2, credits: 37 }])
  })

  it('forecasts from the last hour, without what a start takes', () => {
    const { budget, minutes } = setUp()
    for (let i = 0; i < 100; i++) budget.count({ ...poll, reason: 'logs' })
    minutes(6)
    expect(budget.view().forecast).toBeNull()
    minutes(54)
    // 100 of the start and 60 since; 60 an hour for the 13 hours that are left.
    const { forecast } = budget.view()
    expect(forecast?.l1Requests).toBeGreaterThan(160 + 13 * 58)
    expect(forecast?.l1Requests).toBeLessThan(160 + 13 * 63)
  })

  it('begins a new day at midnight UTC, keeps the old one, and does not go back with the clock', () => {
    const { budget, pass, minutes } = setUp({ atMs: midnight + 24 * hourMs - 90_000 })
    minutes(3)
    expect(budget.view()).toMatchObject({
      day: '2026-11-23',
      used: { requests: 2 },
      days: [
        { day: '2026-11-22', requests: 1 },
        { day: '2026-11-23', requests: 2 }
      ]
    })
    expect(budget.view().endpoints).toMatchObject([{ requests: 2 }])
    pass(-12 * hourMs)
    budget.count(poll)
    expect(budget.view()).toMatchObject({ day: '2026-11-23', used: { requests: 3 } })
  })

  it('goes on after a restart, and begins anew what cannot be read', () => {
    const first = setUp()
    first.minutes(5)
    first.budget.save()
    const again = setUp({ history: first.history })
    again.budget.count(poll)
    expect(again.budget.view()).toMatchObject({ used: { requests: 6 }, endpoints: [{ requests: 6 }] })
    const nextDay = setUp({ history: first.history, atMs: midnight + 26 * hourMs })
    expect(nextDay.budget.view()).toMatchObject({ used: { requests: 0 }, endpoints: [], days: [{ requests: 5 }, {}] })
    for (const text of ['{', '{}', '[]', '{"day":{"day":"x","requests":-1}}']) {
      const damaged = setUp({ history: memory({ 'rpc-budget': text }) })
      expect(damaged.budget.view().used.requests).toBe(0)
    }
  })

  it('writes only when something was counted', () => {
    const { budget, history, minutes } = setUp()
    budget.save()
    expect(history.kept).toEqual({})
    minutes(1)
    budget.save()
    history.kept = {}
    budget.save()
    expect(history.kept).toEqual({})
  })

  it('goes on counting while the history cannot be written', () => {
    const { budget, history, minutes } = setUp()
    const { setMeta } = history
    history.setMeta = () => {
      throw new Error('disk full')
    }
    minutes(2)
    expect(budget.save()).toBe(false)
    history.setMeta = setMeta
    expect(budget.save()).toBe(true)
    expect(history.kept['rpc-budget']).toContain('"requests":2')
  })

  it('thins out before a limit is reached, and knows what full pace would be', () => {
    const { budget, minutes } = setUp({ limits: { credits: 'auto', l1RequestsPerDay: 500 } })
    minutes(30)
    // Polling wants 60 an hour for 13.5 hours, 420 are left.
    const { stretch, because } = budget.judge({ exempt: false })
    expect(because).toBe('l1RequestsPerDay')
    expect(stretch).toBeGreaterThan(1.8)
    expect(stretch).toBeLessThan(2.2)
    const before = budget.view().forecast?.l1Requests ?? 0
    expect(before).toBeLessThan(500)
    expect(budget.judge({ exempt: true })).toEqual({ stretch: 1, because: 'l1RequestsPerDay', exempt: true })
    expect(budget.thinning().exempt).toBe(true)
  })
})
