import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Hash } from '../../shared/domain/hex.ts'
import type { MoneyKind, MoneyMovement } from '../../shared/domain/money.ts'
import { openHistory } from './history.ts'

const kro = 10n ** 18n
const hashOf = (n: number): Hash => `0x${n.toString(16).padStart(64, '0')}`
const atSec = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1000
let serial = 0
const move = (kind: MoneyKind, amountWei: bigint, over: Partial<MoneyMovement> = {}): MoneyMovement => ({
  ...{ kind, amountWei, txHash: hashOf(++serial), logIndex: kind === 'gas' ? null : 3, outputIndex: 7n },
  ...{ atSec: atSec('2026-05-04'), l1BlockNumber: 100n, purpose: kind === 'gas' ? 'submit-output:7' : null },
  ...over
})
const none = { rewardsWei: 0n, wonWei: 0n, slashedWei: 0n, gasWei: 0n, cloudMicroUsd: 0 }

describe('the account of money', () => {
  it('adds up to the last wei, by output, day and month, the newest first', () => {
    const history = openHistory(':memory:')
    history.addMovements([
      move('reward', 123_456_789_012_345_678_901n),
      move('reward', 1n, { outputIndex: 8n, atSec: atSec('2026-05-05') }),
      move('challenge-reward', 4_000n * kro, { outputIndex: 8n, atSec: atSec('2026-05-05') }),
      move('slash', 5_000n * kro, { outputIndex: 9n, atSec: atSec('2026-06-01') }),
      move('slash-reverted', 5_000n * kro - 1n, { outputIndex: 9n, atSec: atSec('2026-06-02') }),
      move('gas', 21_000n * 10n ** 9n + 5n),
      move('gas', 3n, { outputIndex: null, purpose: 'action:1', atSec: atSec('2026-06-02') })
    ])
    history.upsertCloudRuns([
      { fromMs: atSec('2026-05-05') * 1000, toMs: atSec('2026-05-06') * 1000, microUsd: 250_000 }
    ])
    const page = (by: 'output' | 'day' | 'month', before: string | null = null, limit = 10) =>
      history.moneyPage({ by, before, limit })
    const totals = {
      rewardsWei: 123_456_789_012_345_678_902n,
      wonWei: 4_000n * kro,
      slashedWei: 1n,
      gasWei: 21_000n * 10n ** 9n + 8n,
      cloudMicroUsd: 250_000
    }
    const rest = { nextBefore: null, sinceSec: atSec('2026-05-04'), untimed: 0, totals }
    const cloudless = { ...none, cloudMicroUsd: null }
    expect(page('output')).toEqual({
      rows: [
        { ...cloudless, key: '9', slashedWei: 1n },
        { ...cloudless, key: '8', rewardsWei: 1n, wonWei: 4_000n * kro },
        { ...cloudless, key: '7', rewardsWei: 123_456_789_012_345_678_901n, gasWei: 21_000n * 10n ** 9n + 5n }
      ],
      total: 3,
      ...rest
    })
    expect(page('day').rows).toEqual([
      { ...none, key: '2026-06-02', slashedWei: 1n - 5_000n * kro, gasWei: 3n },
      { ...none, key: '2026-06-01', slashedWei: 5_000n * kro },
      { ...none, key: '2026-05-05', rewardsWei: 1n, wonWei: 4_000n * kro, cloudMicroUsd: 250_000 },
      { ...none, key: '2026-05-04', rewardsWei: 123_456_789_012_345_678_901n, gasWei: 21_000n * 10n ** 9n + 5n }
    ])
    expect(page('month').rows.map(({ key, slashedWei }) => [key, slashedWei])).toEqual([
      ['2026-06', 1n],
      ['2026-05', 0n]
    ])
    expect(page('output', null, 2)).toMatchObject({ nextBefore: '8', total: 3 })
    expect(page('output', '8', 2)).toMatchObject({ rows: [{ key: '7' }], nextBefore: null })
    expect(page('day', '2026-06-01').rows.map(({ key }) => key)).toEqual(['2026-05-05', '2026-05-04'])
    history.close()
  })

  it('is empty where nothing happened, and knows how far it goes back', () => {
    const history = openHistory(':memory:')
    expect(history.moneyPage({ by: 'day', before: null, limit: 5 })).toEqual({
      ...{ totals: none, rows: [], nextBefore: null, total: 0, sinceSec: null, untimed: 0 }
    })
    history.upsertCloudRuns([{ fromMs: 5_000, toMs: 6_000, microUsd: 1 }])
    expect(history.moneyPage({ by: 'day', before: null, limit: 5 })).toMatchObject({ sinceSec: 5, total: 1 })
    history.close()
  })

  it('takes the same movement once, a transaction that was mined again at its new place, and gives back what was undone', () => {
    const history = openHistory(':memory:')
    const gas = move('gas', 9n, { atSec: null })
    const reward = move('reward', 5n)
    history.addMovements([gas, reward, reward])
    expect([...history.movements()]).toEqual([reward, gas])
    expect(history.untimedBlocks(5)).toEqual([100n])
    expect(history.moneyPage({ by: 'day', before: null, limit: 5 })).toMatchObject({
      untimed: 1,
      totals: { gasWei: 9n },
      rows: [{ key: '2026-05-04', gasWei: 0n }]
    })
    history.setBlockTime(100n, atSec('2026-05-07'))
    history.addMovements([gas])
    expect([...history.movements()].map(({ atSec: at }) => at)).toEqual([atSec('2026-05-07'), atSec('2026-05-07')])
    history.addMovements([{ ...gas, l1BlockNumber: 101n }])
    expect(history.untimedBlocks(5)).toEqual([101n])
    history.removeMovements([
      { txHash: reward.txHash, logIndex: 3 },
      { txHash: hashOf(999), logIndex: null }
    ])
    expect([...history.movements()].map(({ kind }) => kind)).toEqual(['gas'])
    history.close()
  })

  it('forgets events that are read again, and everything of another account', () => {
    const history = openHistory(':memory:')
    history.addMovements([move('reward', 1n), move('reward', 2n, { l1BlockNumber: 99n }), move('gas', 3n)])
    history.forgetEventsFrom(100n)
    expect([...history.movements()].map(({ amountWei }) => amountWei).toSorted()).toEqual([2n, 3n])
    expect(history.moneyPage({ by: 'output', before: null, limit: 5 })).toMatchObject({
      total: 1,
      totals: { rewardsWei: 2n }
    })
    history.forgetAllMovements()
    expect([...history.movements()]).toEqual([])
    expect(history.moneyPage({ by: 'output', before: null, limit: 5 })).toMatchObject({
      total: 0,
      totals: none,
      sinceSec: null
    })
    history.close()
  })

  it('comes to a history of before it with a second look at the window', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kroma-money-'))
    const path = join(folder, 'history.db')
    const before = openHistory(path)
    before.setMeta('outputs.scanned-to', '7:0xab')
    before.setMeta('outputs.owner', 'me')
    before.close()
    const db = new DatabaseSync(path)
    db.exec('DROP TABLE money; DROP TABLE cloud_runs; PRAGMA user_version = 3')
    db.close()
    const history = openHistory(path)
    expect([history.getMeta('outputs.scanned-to'), history.getMeta('outputs.owner')]).toEqual(['', 'me'])
    history.addMovements([move('reward', 1n)])
    expect([...history.movements()]).toHaveLength(1)
    history.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('pages through 10,000 outputs of three movements each', () => {
    const history = openHistory(':memory:')
    const rows = Array.from({ length: 10_000 }, (_, i) => {
      const over = { outputIndex: BigInt(i), atSec: 1_790_000_000 + i * 3_600, l1BlockNumber: BigInt(i) }
      return [move('reward', 123n * kro, over), move('gas', 7n, over), move('gas', 8n, over)]
    })
    history.addMovements(rows.flat())
    const page = history.moneyPage({ by: 'output', before: '9500', limit: 200 })
    expect(page).toMatchObject({ total: 10_000, nextBefore: '9300', totals: { rewardsWei: 1_230_000n * kro } })
    expect(page.rows).toHaveLength(200)
    expect(page.rows[0]).toMatchObject({ key: '9499', gasWei: 15n })
    history.close()
  })
})
