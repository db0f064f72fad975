import { describe, expect, it } from 'vitest'
import { spendingOf } from '../spending.ts'
import { judgeSync } from './judge-node.ts'
import { judgeAccount, judgeBond, judgeEth } from './judge-validator.ts'

const eth = 10n ** 18n
const standing = { address: '0x00000000000000000000000000000000000000aa', inJail: false, jailExpiresAtSec: 0 } as const
const spending = { spentWei: eth, sinceDays: 10 }
const judged = (ethWei: bigint, over = {}) => judgeEth({ ethWei, spending, estimateWeiPerDay: null, ...over })

describe('the account', () => {
  it.each([
    ['ACTIVE', 'ok'],
    ['READY', 'warning'],
    ['REGISTERED', 'warning'],
    ['EXITED', 'warning'],
    ['NONE', 'failed']
  ] as const)('%s is %s', (status, wanted) => expect(judgeAccount({ ...standing, status }).verdict).toBe(wanted))

  it('in jail says until when', () => {
    const found = judgeAccount({ ...standing, status: 'READY', inJail: true, jailExpiresAtSec: 1_800_000_000 })
    expect(found).toMatchObject({ verdict: 'failed', value: expect.stringContaining('2027-01-15 08:00:00 UTC') })
  })
})

describe('ETH', () => {
  // A tenth of an ETH a day.
  it.each([
    [0n, 'failed'],
    [(eth * 29n) / 100n, 'failed'],
    [(eth * 3n) / 10n, 'warning'],
    [(eth * 139n) / 100n, 'warning'],
    [(eth * 14n) / 10n, 'ok']
  ] as const)('%s wei are %s', (ethWei, wanted) => expect(judged(ethWei).verdict).toBe(wanted))

  it('says for how many days, and by what it reckons', () => {
    expect(judged(2n * eth).value).toBe('2.0000 ETH, enough for about 20 days by what the last 10 days cost')
    expect(judged(eth, { spending: null, estimateWeiPerDay: eth / 4n }).value).toBe(
      '1.0000 ETH, enough for about 4 days by today’s gas price'
    )
    expect(judged(eth, { spending: { spentWei: 0n, sinceDays: 3 }, estimateWeiPerDay: 1n }).value).toContain(
      'more than 9999'
    )
    expect(judged(eth / 10n, { spending: { spentWei: eth / 10n, sinceDays: 0.3 } }).value).toBe(
      '0.1000 ETH, enough for about 1 day by what the last day cost'
    )
    expect(judged(eth, { spending: null }).verdict).toBe('unknown')
  })

  it('is reckoned by what the gas of the last 30 days cost', () => {
    const nowSec = Date.UTC(2026, 10, 22, 12) / 1000
    const day = (key: string, gasWei: bigint) => ({
      key,
      gasWei,
      rewardsWei: 0n,
      wonWei: 0n,
      slashedWei: 0n,
      cloudMicroUsd: null
    })
    const daysAgo = (days: number): number => nowSec - days * 86_400
    expect(spendingOf({ rows: [], sinceSec: null }, nowSec)).toBeNull()
    expect(spendingOf({ rows: [day('2026-11-22', 0n)], sinceSec: daysAgo(1) }, nowSec)).toBeNull()
    const rows = [day('2026-11-22', 4n), day('2026-10-24', 3n), day('2026-10-23', 50n), day('2026-10-01', 60n)]
    expect(spendingOf({ rows, sinceSec: daysAgo(12) }, nowSec)).toEqual({ spentWei: 7n, sinceDays: 12 })
    expect(spendingOf({ rows, sinceSec: daysAgo(99) }, nowSec)).toEqual({ spentWei: 7n, sinceDays: 30 })
    expect(spendingOf({ rows, sinceSec: daysAgo(-1) }, nowSec)).toEqual({ spentWei: 7n, sinceDays: 0 })
  })
})

describe('the bond', () => {
  const bonds = (free: bigint, bonded: bigint) =>
    judgeBond({ freeKroWei: free * eth, bondedKroWei: bonded * eth, bondWei: 5_000n * eth })
  it.each([
    [10_000n, 0n, 'ok'],
    [9_999n, 5_000n, 'warning'],
    [4_999n, 5_000n, 'warning'],
    [4_999n, 0n, 'failed']
  ] as const)('%s free and %s bonded are %s', (free, bonded, wanted) =>
    expect(bonds(free, bonded).verdict).toBe(wanted)
  )

  it('counts outputs', () => {
    expect(bonds(12_000n, 0n).value).toContain('2 more outputs of 5000.00 KRO')
    expect(judgeBond({ freeKroWei: 1n, bondedKroWei: 0n, bondWei: 0n }).verdict).toBe('unknown')
  })
})

describe('the own node', () => {
  const sync = { l2Head: 'safe', headBlock: 120n, l1BehindSec: 10, newestOutputBlock: 120n } as const
  it.each([
    [{}, 'ok'],
    [{ newestOutputBlock: 121n }, 'failed'],
    [{ newestOutputBlock: null }, 'ok'],
    [{ l1BehindSec: 180 }, 'ok'],
    [{ l1BehindSec: 181 }, 'warning']
  ])('%s is %s', (change, wanted) => expect(judgeSync({ ...sync, ...change }).verdict).toBe(wanted))
})
