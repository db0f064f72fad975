import { describe, expect, it } from 'vitest'
import { draftFor, numberTyped, valueAt, withValue } from './draft.ts'

describe('a draft of the settings', () => {
  it('is read and changed by path, and never changed in place', () => {
    const draft = Object.freeze({ network: 'sepolia', rpc: Object.freeze({ l1: Object.freeze(['a', 'b']) }) })
    expect([valueAt(draft, 'rpc.l1.1'), valueAt(draft, 'fees.bumpPercent'), valueAt(draft, 'network.x')]).toEqual([
      'b',
      undefined,
      undefined
    ])
    expect(withValue(draft, 'rpc.l1.1', 'c')).toEqual({ network: 'sepolia', rpc: { l1: ['a', 'c'] } })
    expect(withValue(draft, 'rpc.l1.2', 'c')).toEqual({ network: 'sepolia', rpc: { l1: ['a', 'b', 'c'] } })
    expect(withValue(draft, 'rpc.l1.0', undefined)).toEqual({ network: 'sepolia', rpc: { l1: ['b'] } })
    expect(withValue(draft, 'alerts.webhooks.0.name', 'x')).toEqual({ ...draft, alerts: { webhooks: [{ name: 'x' }] } })
  })

  it('loses what is empty, so that defaults come back', () => {
    const draft = { network: 'practice', alerts: { thresholds: { lowEth: 1 } } }
    expect(withValue(draft, 'alerts.thresholds.lowEth', undefined)).toEqual({ network: 'practice' })
    expect(withValue({ fees: { a: 1, b: 2 } }, 'fees.a', undefined)).toEqual({ fees: { b: 2 } })
    expect(withValue({ fees: 1 }, 'fees', undefined)).toEqual({})
  })

  it('for another network begins with what was set for it, or carries over what is the operator’s own', () => {
    const now = { network: 'practice', seed: 4, alerts: { tray: false } }
    const sepolia = { network: 'sepolia', rpc: { l1: [], l2: [], rollup: [] }, key: { source: 'vault' } } as const
    expect(draftFor('sepolia', now, { sepolia: sepolia as never })).toBe(sepolia)
    expect(draftFor('mainnet', now, {})).toEqual({
      network: 'mainnet',
      rpc: { l1: [''], l2: [''], rollup: [''] },
      key: { source: 'vault' },
      alerts: { tray: false }
    })
    expect(draftFor('custom', now, {})).toMatchObject({ label: 'Custom network', addresses: {} })
    expect(draftFor('practice', { network: 'mainnet', alerts: { tray: false } }, {})).toEqual({
      network: 'practice',
      alerts: { tray: false }
    })
  })

  it('takes numbers as they are typed', () => {
    expect(['', ' ', '5', '0,5', '-1', '1.', 'five', '1e3'].map(numberTyped)).toEqual([
      undefined,
      undefined,
      5,
      0.5,
      -1,
      '1.',
      'five',
      '1e3'
    ])
  })
})
