import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((v) => v as `0x${string}`)
const wei = z
  .string()
  .regex(/^\d{1,80}$/)
  .transform((v) => BigInt(v))
const nonce = z.int().min(0)
const lane = z.enum(['dispute', 'submission', 'operator'])
const atMs = z.number()

/** One line of the journal each. Amounts are decimal strings on disk, bigint in memory. */
const recordSchema = z.discriminatedUnion('type', [
  /** First record: whose journal this is. */
  z.object({ type: z.literal('chain'), version: z.literal(1), chainId: z.int(), genesis: hex, account: hex }),
  /** About to sign this call at this nonce. Without a later `signed` nothing ever left this machine. */
  z.object({
    type: z.literal('intent'),
    purpose: z.string(),
    lane,
    nonce,
    to: hex,
    data: hex,
    valueWei: wei,
    /** Fixed to the last byte before it was signed: never raised, only sent again as it is. */
    exact: z.literal(true).optional(),
    atMs
  }),
  /** Signed and kept, before any node sees it. From here on the transaction may be mined. */
  z.object({
    type: z.literal('signed'),
    purpose: z.string(),
    nonce,
    hash: hex,
    raw: hex,
    maxFeeWei: wei,
    tipWei: wei,
    atFeeCap: z.boolean(),
    atMs
  }),
  z.object({ type: z.literal('published'), nonce, hash: hex, atMs }),
  z.object({
    type: z.literal('mined'),
    nonce,
    hash: hex,
    blockNumber: wei,
    blockHash: hex,
    success: z.boolean(),
    gasUsed: wei,
    feeWei: wei
  }),
  /** A reorg took the block of `mined` away. `owed`: the purpose that had been done by it. */
  z.object({ type: z.literal('unmined'), nonce, owed: z.string().nullable() }),
  /** Deep enough: the nonce's story is over. */
  z.object({ type: z.literal('settled'), nonce }),
  /** Something that we did not sign has the nonce. */
  z.object({ type: z.literal('foreign'), nonce }),
  /** No longer wanted; still watched. */
  z.object({ type: z.literal('given-up'), nonce, purpose: z.string(), code: z.string() }),
  /** An intent that came to nothing. */
  z.object({ type: z.literal('abandoned'), nonce, purpose: z.string() }),
  /** What lies below this nonce is known to the operator, whoever sent it: what there was before this journal, and what was looked at before signing went on. */
  z.object({ type: z.literal('accepted'), nonce, atMs }),
  /** Nothing is signed until `resumed`: somebody else uses the key. Kept over restarts. */
  z.object({
    type: z.literal('paused'),
    code: z.string(),
    message: z.string(),
    nonce: nonce.nullable(),
    hash: hex.nullable(),
    atMs
  }),
  z.object({ type: z.literal('resumed'), atMs }),
  /** Compact form of a settled success. */
  z.object({ type: z.literal('done'), purpose: z.string(), nonce, hash: hex })
])

export type JournalRecord = z.output<typeof recordSchema>
export type RecordOf<T extends JournalRecord['type']> = Extract<JournalRecord, { type: T }>

/** Checks what came from the journal. Throws AppError JOURNAL_DAMAGED naming the record. */
export function parseRecords(records: readonly unknown[]): JournalRecord[] {
  return records.map((record, i) => {
    const parsed = recordSchema.safeParse(record)
    if (parsed.success) return parsed.data
    throw new AppError(
      { code: 'JOURNAL_DAMAGED', record: i + 1 },
      {
        message: `Record ${i + 1} of the transaction journal is not one of ours. Nothing was changed. Restore the file from a copy, or move it away after checking the account's last transactions on chain.`
      }
    )
  })
}

/** The record as JSON can hold it. */
export const encodeRecord = (record: JournalRecord): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([k, v]) => [k, typeof v === 'bigint' ? v.toString() : v]))
