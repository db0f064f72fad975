import type { Hash } from '../../shared/domain/hex.ts'
import type { OutputRow, OutputVerdict } from '../../shared/domain/output.ts'

/** An output as SQLite keeps it: amounts as decimal text, since they exceed 64 bits. */
export type StoredOutput = {
  idx: number
  l2_block: number
  root: string
  submitter: string
  mine: number
  submitted_at: number
  l1_block: number
  tx_hash: string
  verdict: string
  finalized_at: number
  deleted: number
  reward_wei: string | null
  paid_at: number | null
  gas_used: string | null
  fee_wei: string | null
}

const text = (v: bigint | null): string | null => (v === null ? null : v.toString())
const amount = (v: string | null): bigint | null => (v === null ? null : BigInt(v))

export const toRow = (o: OutputRow): StoredOutput => ({
  idx: Number(o.index),
  l2_block: Number(o.l2BlockNumber),
  root: o.root,
  submitter: o.submitter,
  mine: o.mine ? 1 : 0,
  submitted_at: o.submittedAtSec,
  l1_block: Number(o.l1BlockNumber),
  tx_hash: o.txHash,
  verdict: o.verdict,
  finalized_at: o.finalizedAtSec,
  deleted: o.deleted ? 1 : 0,
  reward_wei: text(o.rewardWei),
  paid_at: o.paidAtSec,
  gas_used: text(o.gasUsed),
  fee_wei: text(o.feeWei)
})

export const fromRow = (r: StoredOutput): OutputRow => ({
  index: BigInt(r.idx),
  l2BlockNumber: BigInt(r.l2_block),
  root: r.root as Hash,
  submitter: r.submitter as Hash,
  mine: r.mine === 1,
  submittedAtSec: r.submitted_at,
  l1BlockNumber: BigInt(r.l1_block),
  txHash: r.tx_hash as Hash,
  verdict: r.verdict as OutputVerdict,
  finalizedAtSec: r.finalized_at,
  deleted: r.deleted === 1,
  rewardWei: amount(r.reward_wei),
  paidAtSec: r.paid_at,
  gasUsed: amount(r.gas_used),
  feeWei: amount(r.fee_wei)
})
