import { describe, expect, it } from 'vitest'
import { foldJournal } from './fold-journal.ts'
import { encodeRecord, type JournalRecord } from './journal-records.ts'

const chain: JournalRecord = { type: 'chain', version: 1, chainId: 1, genesis: '0x01', account: '0xaa' }
const signedAt = (nonce: number, purpose: string, hash: `0x${string}`): JournalRecord[] => [
  { type: 'intent', purpose, lane: 'submission', nonce, to: '0xcc', data: '0x01', valueWei: 7n, atMs: 1 },
  { type: 'signed', purpose, nonce, hash, raw: '0x02', maxFeeWei: 5n, tipWei: 1n, atFeeCap: false, atMs: 2 }
]
const minedAt = (nonce: number, hash: `0x${string}`, success = true): JournalRecord => ({
  type: 'mined',
  ...{ nonce, hash, success, blockNumber: 3n, blockHash: '0x03', gasUsed: 4n, feeWei: 5n }
})
const fold = (...records: JournalRecord[]) => foldJournal(JSON.parse(JSON.stringify(records.map(encodeRecord))))

describe('the journal, folded', () => {
  it('keeps an intent without a signature apart: nothing has left', () => {
    const state = fold(chain, ...signedAt(0, 'a', '0x0a').slice(0, 1))
    expect(state.open()).toEqual([])
    expect(state.danglingIntents()).toMatchObject([{ purpose: 'a', nonce: 0 }])
  })

  it('keeps a signature as open until it is settled', () => {
    const open = fold(chain, ...signedAt(4, 'a', '0x0a'))
    expect(open.active()).toMatchObject({
      nonce: 4,
      attempts: [{ purpose: 'a', call: { valueWei: 7n }, publishedAtMs: null }]
    })
    const mined = fold(chain, ...signedAt(4, 'a', '0x0a'), minedAt(4, '0x0a'))
    expect([mined.active(), mined.doneHash('a')]).toEqual([null, '0x0a'])
    const settled = fold(chain, ...signedAt(4, 'a', '0x0a'), minedAt(4, '0x0a'), { type: 'settled', nonce: 4 })
    expect([settled.open(), settled.doneHash('a'), settled.nextNonce]).toEqual([[], '0x0a', 5])
  })

  it('takes a reverted purpose as not done', () => {
    const state = fold(chain, ...signedAt(4, 'a', '0x0a'), minedAt(4, '0x0a', false), { type: 'settled', nonce: 4 })
    expect([state.doneHash('a'), state.nextNonce]).toEqual([null, 5])
  })

  it('gives the purpose that was mined its success, not the one that was replaced', () => {
    const state = fold(chain, ...signedAt(1, 'a', '0x0a'), ...signedAt(1, 'b', '0x0b'), minedAt(1, '0x0a'))
    expect([state.doneHash('a'), state.doneHash('b')]).toEqual(['0x0a', null])
  })

  it('adds up to the same after compaction', () => {
    const records: JournalRecord[] = [
      chain,
      ...signedAt(0, 'a', '0x0a'),
      minedAt(0, '0x0a'),
      { type: 'settled', nonce: 0 },
      ...signedAt(1, 'b', '0x0b'),
      { type: 'published', nonce: 1, hash: '0x0b', atMs: 9 },
      minedAt(1, '0x0b'),
      { type: 'unmined', nonce: 1, owed: 'b' },
      ...signedAt(1, 'c', '0x0c'),
      { type: 'given-up', nonce: 1, purpose: 'c', code: 'X' },
      minedAt(1, '0x0b'),
      ...signedAt(2, 'd', '0x0d').slice(0, 1)
    ]
    const state = fold(...records)
    const again = fold(...state.compact())
    expect(again.open()).toEqual(state.open())
    expect(again.done).toEqual(state.done)
    expect(again.danglingIntents()).toEqual(state.danglingIntents())
    expect(again.nextNonce).toBe(state.nextNonce)
    expect(again.header).toEqual(state.header)
  })

  it('forgets the oldest finished purposes first, never the last nonce', () => {
    const done = [0, 1, 2].flatMap((n) => [
      ...signedAt(n, `p${n}`, `0x0${n}`),
      minedAt(n, `0x0${n}`),
      { type: 'settled' as const, nonce: n }
    ])
    const state = fold(chain, ...done)
    state.forget(1)
    expect([...state.done.keys()]).toEqual(['p2'])
    expect(fold(...state.compact()).nextNonce).toBe(3)
  })

  it('names the record that is not one of ours', () => {
    expect(() => foldJournal([encodeRecord(chain), { type: 'signed', nonce: 'x' }])).toThrow(
      /Record 2 .* Nothing was changed/
    )
    expect(() => foldJournal([null])).toThrow(expect.objectContaining({ code: 'JOURNAL_DAMAGED' }))
  })
})
