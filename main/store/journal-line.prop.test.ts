import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueOrCode } from '../engine/runtime/testing/junk.ts'
import { decodeJournal, encodeJournalLine } from './journal-line.ts'

const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), { maxLength: 5 })
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('lines of a journal, whatever stands there', () => {
  it('whole ones come back; a cut at any byte loses the last record only', () => {
    fc.assert(
      fc.property(records, fc.nat(), (written, cut) => {
        const bytes = Buffer.from(written.map(encodeJournalLine).join(''))
        const at = cut % (bytes.length + 1)
        const { records: read, goodBytes, unfinished } = decodeJournal(bytes.subarray(0, at), 'journal')
        expect(read).toEqual(plain(written.slice(0, read.length)))
        expect(goodBytes).toBeLessThanOrEqual(at)
        expect(unfinished === 'none').toBe(at === 0 || bytes[at - 1] === 0x0a)
      })
    )
  })

  it('one wrong byte is never taken for a record', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), fc.integer({ min: 1, max: 255 }), async (written, place, flip) => {
        const bytes = Buffer.from(written.map(encodeJournalLine).join(''))
        if (bytes.length === 0) return
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const found = await valueOrCode(() => decodeJournal(bytes, 'journal'))
        if ('code' in found) {
          expect(found.code).toBe('JOURNAL_DAMAGED')
          return
        }
        const all = plain(written) as unknown[]
        for (const record of found.value.records) expect(all).toContainEqual(record)
      })
    )
  })

  it('any bytes are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const found = await valueOrCode(() => decodeJournal(Buffer.from(bytes), 'journal'))
        if ('code' in found) expect(found.code).toBe('JOURNAL_DAMAGED')
        else expect(found.value.records.length).toBe(0)
      })
    )
  })
})
