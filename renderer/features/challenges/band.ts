import type { ChallengeMove, ChallengeRow } from '../../../shared/domain/challenge.ts'

type Range = { startBlock: bigint; endBlock: bigint }

/** The part of a row that the game goes on with: its ends as shares (0..1) of the row's length. */
export type Chosen = Range & {
  from: number
  to: number
  /** Named by this validator's own node, not yet by a move on the chain. */
  planned: boolean
}

/** One turn, as a stretch of L2 blocks: agreed at its start, disputed at its end. */
export type BandRow = Range & {
  kind: 'turn' | 'proof'
  turn: number | null
  by: 'asserter' | 'challenger'
  blocks: bigint
  /** Equal parts into which its mover cut it; 1 for the block to be proven. */
  parts: number
  /** Null while nobody has named it. */
  chosen: Chosen | null
}

export type Band = {
  rows: readonly BandRow[]
  /** Turns whose transaction was not read yet: nothing is known of their range. */
  unread: readonly number[]
  /** What is in dispute now. */
  left: Range & { blocks: bigint }
}

type Known = ChallengeMove & { turn: number; segStart: bigint; segSize: bigint }
type Row = Pick<ChallengeRow, 'moves' | 'next' | 'proof'>

const isTurn = (move: ChallengeMove): move is ChallengeMove & { turn: number } =>
  move.turn !== null && (move.what === 'created' || move.what === 'bisected')
const isKnown = (move: ChallengeMove): move is Known =>
  isTurn(move) && move.segStart !== null && move.segSize !== null && move.segSize > 0n

const rangeOf = ({ segStart, segSize }: Known): Range => ({ startBlock: segStart, endBlock: segStart + segSize })
const partsOf = ({ segments, segSize }: Known): number => {
  const parts = segments.length - 1
  return parts > 0 && segSize % BigInt(parts) === 0n ? parts : 1
}

/** How the disputed blocks narrow turn by turn, zooming in; null when not even the first turn is known. Pure. */
export const bandOf = (row: Row): Band | null => {
  const turns = row.moves.filter(isTurn)
  const known = row.moves.filter(isKnown)
  const last = known.at(-1)
  if (last === undefined) return null
  const unread = turns.filter((move) => !isKnown(move)).map(({ turn }) => turn)
  const goal = unread.length > 0 ? null : goalOf(row, last)
  const rows = known.map((move, i): BandRow => {
    const range = rangeOf(move)
    const after = known[i + 1]
    const taken = after === undefined ? goal : { ...rangeOf(after), planned: false }
    return {
      ...{ kind: 'turn', turn: move.turn, by: move.by === 'asserter' ? 'asserter' : 'challenger' },
      ...range,
      blocks: move.segSize,
      parts: partsOf(move),
      chosen: taken && within(range, taken) ? { ...taken, ...shares(range, taken) } : null
    }
  })
  const proof = goal && !goal.planned ? proofRow(goal) : null
  const ends = proof ?? rangeOf(last)
  return {
    rows: proof ? [...rows, proof] : rows,
    unread,
    left: { startBlock: ends.startBlock, endBlock: ends.endBlock, blocks: ends.endBlock - ends.startBlock }
  }
}

/** Where the newest cut goes on: the block to be proven, or the part that the own node would name. */
const goalOf = ({ next, proof }: Row, last: Known): (Range & { planned: boolean }) | null => {
  const target = (next?.kind === 'act' ? next.proof?.targetBlock : null) ?? proof?.targetBlock
  if (target !== undefined && target !== null) return { startBlock: target - 1n, endBlock: target, planned: false }
  if (next?.kind !== 'act' || next.action !== 'bisect' || next.pos === null) return null
  const part = last.segSize / BigInt(partsOf(last))
  const startBlock = last.segStart + BigInt(next.pos) * part
  return { startBlock, endBlock: startBlock + part, planned: true }
}

const proofRow = ({ startBlock, endBlock }: Range): BandRow => ({
  ...{ kind: 'proof', turn: null, by: 'challenger', startBlock, endBlock },
  ...{ blocks: endBlock - startBlock, parts: 1, chosen: null }
})

const within = (outer: Range, inner: Range): boolean =>
  inner.startBlock >= outer.startBlock && inner.endBlock <= outer.endBlock && inner.startBlock < inner.endBlock

const precision = 1_000_000n
const shares = (outer: Range, inner: Range): { from: number; to: number } => {
  const share = (block: bigint): number =>
    Number(((block - outer.startBlock) * precision) / (outer.endBlock - outer.startBlock)) / Number(precision)
  return { from: share(inner.startBlock), to: share(inner.endBlock) }
}

export type PartState = 'open' | 'agreed' | 'chosen' | 'after'

/** What is known of each part of a row, first to last: agreed up to the chosen one, of no interest after it. */
export const partStates = ({ kind, parts, chosen }: Pick<BandRow, 'kind' | 'parts' | 'chosen'>): PartState[] =>
  Array.from({ length: parts }, (_, i) => {
    if (chosen === null) return kind === 'proof' ? 'chosen' : 'open'
    const tolerance = 1e-5
    if ((i + 1) / parts <= chosen.from + tolerance) return 'agreed'
    return i / parts >= chosen.to - tolerance ? 'after' : 'chosen'
  })
