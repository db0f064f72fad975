import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputRow } from '../../shared/domain/output.ts'
import { openHistory } from './history.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'history-'))
const row = (index: bigint, over: Partial<OutputRow> = {}): OutputRow => ({
  index,
  l2BlockNumber: index * 40n,
  root: `0x${'ab'.repeat(32)}`,
  submitter: `0x${'11'.repeat(20)}`,
  mine: index % 2n === 0n,
  submittedAtSec: 1_700_000_000 + Number(index),
  l1BlockNumber: index,
  txHash: `0x${'cd'.repeat(32)}`,
  verdict: 'pending',
  finalizedAtSec: 1_700_000_300,
  deleted: false,
  rewardWei: null,
  paidAtSec: null,
  gasUsed: null,
  feeWei: null,
  ...over
})

describe('history', () => {
  it('gives back what was put in, whatever the amounts', () => {
    const wei = fc.option(fc.bigInt({ min: 0n, max: 2n ** 128n }))
    const history = openHistory(':memory:')
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        wei,
        wei,
        fc.boolean(),
        (index, rewardWei, feeWei, deleted) => {
          const put = row(index, { rewardWei, feeWei, deleted })
          history.upsertOutputs([put])
          expect(history.output(index)).toEqual(put)
        }
      )
    )
  })

  it('pages newest first without gap or repeat, and filters own outputs', () => {
    const history = openHistory(':memory:')
    history.upsertOutputs(Array.from({ length: 25 }, (_, i) => row(BigInt(i))))
    const seen: bigint[] = []
    for (let before: bigint | null = null, more = true; more; ) {
      const page = history.page({ before, limit: 10, mine: false })
      seen.push(...page.rows.map((r) => r.index))
      before = page.nextBefore
      more = before !== null
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => BigInt(24 - i)))
    expect(history.page({ before: null, limit: 100, mine: true })).toMatchObject({ total: 13, nextBefore: null })
  })

  it('forgets what a reorg took back', () => {
    const history = openHistory(':memory:')
    history.upsertOutputs([row(1n), row(2n)])
    history.removeOutputs([2n, 9n])
    expect([history.output(1n)?.index, history.output(2n)]).toEqual([1n, null])
  })

  it('sums own rewards and fees, and survives a restart', () => {
    const path = join(folder(), 'history.db')
    const first = openHistory(path)
    first.upsertOutputs([
      row(2n, { rewardWei: 400n, feeWei: 7n }),
      row(3n, { rewardWei: 999n }),
      row(4n, { rewardWei: 1n, gasUsed: 5n })
    ])
    first.setMeta('scanned', '12')
    first.close()
    const second = openHistory(path)
    expect(second.totals()).toEqual({ outputsSeen: 3, mySubmissions: 2, rewardsWei: 401n, feesWei: 7n })
    expect(second.getMeta('scanned')).toBe('12')
    expect(second.series(10).map((p) => p.index)).toEqual([2n, 4n])
    second.close()
  })

  it('leaves a damaged file as it is and says what to do', () => {
    const path = join(folder(), 'history.db')
    writeFileSync(path, 'this is not a database, and it is long enough to be looked at as one'.repeat(100))
    const before = readFileSync(path)
    expect(() => openHistory(path)).toThrow(/left as it is/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses a file from a newer version', () => {
    const path = join(folder(), 'history.db')
    openHistory(path).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => openHistory(path)).toThrow(/newer version/)
  })
})
