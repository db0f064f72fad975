import { describe, expect, it } from 'vitest'
import type { ActionRecord, PreparedTx } from '../../../shared/domain/action.ts'
import { memoryJournal } from '../tx/testing/memory-journal.ts'
import { silentLog as log } from '../tx/testing/silent-log.ts'
import { ActionBook, type StoredAction } from './action-book.ts'
import { nothing } from './consequences.ts'

const account = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const txOf = (n: number): PreparedTx => ({
  id: idOf(n),
  kind: 'withdraw',
  step: 'call',
  steps: ['call'],
  signer: { address: account, role: 'withdraw', means: 'device' },
  to: account,
  data: '0x1234',
  valueWei: 0n,
  call: {
    contract: 'AssetManager',
    functionName: 'withdraw',
    args: [{ name: 'assets', value: { unit: 'kro-wei', value: 10n ** 30n } }]
  },
  conditions: [],
  simulations: [],
  consequences: nothing,
  chainId: 1,
  nonce: n,
  gas: 90_000n,
  fees: { maxFeePerGasWei: 2n, maxPriorityFeePerGasWei: 1n, baseFeeWei: 1n, expectedWei: 180_000n },
  maxCostWei: 180_000n,
  unsigned: '0x02',
  deviceHash: '0x01',
  expiresAtSec: 1_600,
  replaces: null
})
const recordOf = (tx: PreparedTx): ActionRecord => ({
  tx,
  stage: 'signed',
  by: 'operator',
  code: null,
  message: null,
  hash: null,
  blockNumber: null,
  gasUsed: null,
  feeWei: null,
  proof: null,
  replacedBy: null,
  signedAtMs: 1,
  changedAtMs: 1
})
const intent = { kind: 'withdraw', amountWei: 10n ** 30n } as const
const stored = (n: number): StoredAction => ({ record: recordOf(txOf(n)), intent })

function openBook(journal = memoryJournal()) {
  const state = { nowMs: 1_000_000, told: [] as string[] }
  const book = new ActionBook({
    journal,
    now: () => state.nowMs,
    log,
    onChange: ({ record }) => void state.told.push(`${record.tx.nonce} ${record.stage}`)
  })
  return { book, journal, state }
}

describe('the book of actions', () => {
  it('gives a draft to one signer at a time, until it is signed or too old', async () => {
    const { book, state } = openBook()
    book.addDraft(txOf(1), intent)
    expect(book.claim(idOf(1)).tx.nonce).toBe(1)
    expect(() => book.claim(idOf(1))).toThrow(expect.objectContaining({ code: 'ACTION_ALREADY_USED' }))
    book.release(idOf(1))
    expect(book.claim(idOf(1)).tx.nonce).toBe(1)
    await book.keep(stored(1))
    book.release(idOf(1))
    expect(() => book.claim(idOf(1))).toThrow(expect.objectContaining({ code: 'ACTION_ALREADY_USED' }))
    book.addDraft(txOf(2), intent)
    state.nowMs = 1_599_999
    book.claim(idOf(2))
    book.release(idOf(2))
    state.nowMs = 1_600_000
    expect(() => book.claim(idOf(2))).toThrow(expect.objectContaining({ code: 'ACTION_EXPIRED' }))
    expect(() => book.claim(idOf(2))).toThrow(expect.objectContaining({ code: 'ACTION_UNKNOWN' }))
    expect(() => book.claim('constructor')).toThrow(expect.objectContaining({ code: 'ACTION_UNKNOWN' }))
  })

  it('finds everything again on disk, newest first, amounts and all', async () => {
    const { book, journal, state } = openBook()
    for (const n of [1, 2, 3]) await book.keep(stored(n))
    book.change(idOf(2), { stage: 'verified', gasUsed: 5n, hash: '0xab' })
    await Promise.resolve()
    expect(state.told).toEqual(['1 signed', '2 signed', '3 signed', '2 verified'])
    const again = openBook(journal).book
    await again.load()
    expect(again.all()).toEqual(book.all())
    expect(again.stored(idOf(2))?.record).toMatchObject({ stage: 'verified', gasUsed: 5n, changedAtMs: 1_000_000 })
    expect(() => again.claim(idOf(3))).toThrow(expect.objectContaining({ code: 'ACTION_ALREADY_USED' }))
  })

  it('leaves out what is not its own, and says nothing to nobody about it', async () => {
    const { book, journal } = openBook()
    await book.keep(stored(1))
    const good = journal.lines[0] ?? ''
    const bad = [
      'null',
      '7',
      '{}',
      '{"type":"action","version":2}',
      '{"type":"action","version":1,"action":{"intent":{}}}'
    ]
    const broken = openBook(memoryJournal([...bad, good.replace('"nonce":1', '"nonce":"1"'), good])).book
    await broken.load()
    expect(broken.all()).toEqual(book.all())
  })

  it('keeps the newest 300, and few drafts', async () => {
    const { book, journal } = openBook()
    for (let n = 1; n <= 320; n++) await book.keep(stored(n))
    expect(book.all().map(({ record }) => record.tx.nonce)).toEqual(Array.from({ length: 300 }, (_, i) => 320 - i))
    for (let n = 1_000; n < 1_060; n++) book.addDraft(txOf(n), intent)
    expect(() => book.claim(idOf(1_000))).toThrow(expect.objectContaining({ code: 'ACTION_UNKNOWN' }))
    expect(book.claim(idOf(1_059)).tx.nonce).toBe(1_059)
    journal.lines.push(...journal.lines, ...journal.lines)
    const again = openBook(journal).book
    await again.load()
    expect(journal.lines).toHaveLength(300)
  })

  it('does not use the id up when the disk is full', async () => {
    const journal = memoryJournal()
    const { book } = openBook(journal)
    book.addDraft(txOf(1), intent)
    book.claim(idOf(1))
    journal.append = () => Promise.reject(new Error('full'))
    await expect(book.keep(stored(1))).rejects.toThrow('full')
    book.release(idOf(1))
    expect(book.all()).toEqual([])
    expect(book.claim(idOf(1)).tx.nonce).toBe(1)
  })
})
