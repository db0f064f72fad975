import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { foldJournal } from './fold-journal.ts'
import { encodeRecord, parseRecords } from './journal-records.ts'

const hash = `0x${'bb'.repeat(32)}`
const account = `0x${'aa'.repeat(20)}`
const valid: readonly Record<string, unknown>[] = [
  { type: 'chain', version: 1, chainId: 1, genesis: hash, account },
  { type: 'accepted', nonce: 4, atMs: 1 },
  {
    type: 'intent',
    purpose: 'submit-output:1',
    lane: 'submission',
    nonce: 4,
    to: account,
    data: '0x00',
    valueWei: '0',
    atMs: 1
  },
  {
    type: 'signed',
    purpose: 'submit-output:1',
    nonce: 4,
    hash,
    raw: '0x02',
    maxFeeWei: '9',
    tipWei: '1',
    atFeeCap: false,
    atMs: 2
  },
  { type: 'published', nonce: 4, hash, atMs: 3 },
  { type: 'mined', nonce: 4, hash, blockNumber: '7', blockHash: hash, success: true, gasUsed: '5', feeWei: '45' },
  { type: 'unmined', nonce: 4, owed: null },
  { type: 'given-up', nonce: 4, purpose: 'submit-output:1', code: 'X' },
  { type: 'settled', nonce: 4 },
  { type: 'foreign', nonce: 5 },
  { type: 'abandoned', nonce: 5, purpose: 'x' },
  { type: 'done', purpose: 'x', nonce: 3, hash },
  { type: 'paused', code: 'FOREIGN_TRANSACTION', message: 'm', nonce: 4, hash: null, atMs: 1 },
  { type: 'resumed', atMs: 1 }
]

describe('records of the journal, whatever stands there', () => {
  it('come back as they were written', () => {
    for (const record of valid) expect(parseRecords([record]).map(encodeRecord)).toEqual([record])
  })

  it('are all ours, or the journal is refused naming the record', async () => {
    const one = fc.constantFrom(...valid).chain((record) => mutated(record))
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 6 }), async (records) => {
        const found = await valueOrCode(() => foldJournal(records))
        if ('code' in found) {
          expect(found.code).toBe('JOURNAL_DAMAGED')
          return
        }
        const compact = found.value.compact().map(encodeRecord)
        expect(foldJournal(compact).compact().map(encodeRecord)).toEqual(compact)
      }),
      { numRuns: 1_000 }
    )
  })
})
