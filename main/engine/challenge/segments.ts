import type { Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'

/** A disputed range: the output roots at its two ends are agreed (start) and disputed (start + size). Units: L2 blocks. */
export type DisputedRange = { segStart: bigint; segSize: bigint }

/** Where two views of one cut part: `pos` is the last hash that both share. */
export type Difference = { kind: 'after'; pos: number } | { kind: 'first-differs' } | { kind: 'none-differs' }

/** Blocks between two neighbouring hashes of a cut into `length` hashes. Throws AppError SEGMENTS_UNEVEN when the range does not divide; Colosseum cuts without remainder. */
export function partSize({ segSize }: DisputedRange, length: number): bigint {
  const parts = BigInt(length - 1)
  if (parts > 0n && segSize > 0n && segSize % parts === 0n) return segSize / parts
  throw new AppError(
    { code: 'SEGMENTS_UNEVEN', segSize, length },
    {
      message: `A range of ${segSize} blocks cannot be cut into ${parts} equal parts; this contract is not the one the app knows.`
    }
  )
}

/** The blocks whose output roots are the `length` hashes of a turn, first to last. */
export function segmentBlocks(range: DisputedRange, length: number): bigint[] {
  const part = partSize(range, length)
  return Array.from({ length }, (_, i) => range.segStart + BigInt(i) * part)
}

/** The part after hash `pos` of a cut into `length` hashes: what the next turn is about. */
export function partAfter(range: DisputedRange, length: number, pos: number): DisputedRange {
  const part = partSize(range, length)
  return { segStart: range.segStart + BigInt(pos) * part, segSize: part }
}

/** The first hash that differs decides; what comes after it is of no interest, since a wrong root can only be followed by wrong ones. */
export function firstDifference(theirs: readonly Hash[], mine: readonly Hash[]): Difference {
  const at = theirs.findIndex((hash, i) => hash.toLowerCase() !== mine[i]?.toLowerCase())
  if (at === -1) return { kind: 'none-differs' }
  return at === 0 ? { kind: 'first-differs' } : { kind: 'after', pos: at - 1 }
}

/** The range of a new challenge: from the checkpoint before the output to the output. */
export const outputRange = (l2BlockNumber: bigint, submissionInterval: bigint): DisputedRange => ({
  segStart: l2BlockNumber - submissionInterval,
  segSize: submissionInterval
})
