import type { ChallengeDecision, ChallengeMove, ChallengeRow, ChallengeStatus } from '../../shared/domain/challenge.ts'
import type { Address } from '../../shared/domain/hex.ts'
import { hashDouble } from './snapshot-double.ts'

const kro = 10n ** 18n

/** The shape of games: hashes sent in each turn, blocks of an output, time for a turn and for the proof. */
export type Shape = { lengths: readonly number[]; interval: bigint; bisectionSec: number; provingSec: number }

export const mainnetShape: Shape = { lengths: [9, 6, 10, 6], interval: 1_800n, bisectionSec: 3_600, provingSec: 28_800 }
export const practiceShape: Shape = { lengths: [6, 3, 3, 3], interval: 40n, bisectionSec: 30, provingSec: 60 }

export type Game = {
  outputIndex: bigint
  challenger: Address
  asserter: Address
  /** The part that each bisection took, from turn 2 on. */
  taken: readonly number[]
  /** Times of the moves in seconds before now: one more than `taken`. */
  agoSec: readonly number[]
  shape?: Shape
}

/** A game as far as `taken` goes, told the way the engine tells it. */
export const challengeDouble = (nowSec: number, game: Game, over: Partial<ChallengeRow> = {}): ChallengeRow => {
  const shape = game.shape ?? mainnetShape
  const moves = movesDouble(Math.floor(nowSec), game, shape)
  const last = moves.at(-1)
  const ready = last?.what === 'ready-to-prove'
  const turn = game.taken.length + 1
  const status: ChallengeStatus = ready ? 'READY_TO_PROVE' : turn % 2 === 0 ? 'CHALLENGER_TURN' : 'ASSERTER_TURN'
  const turnFromSec = last?.atSec ?? 0
  return {
    outputIndex: game.outputIndex,
    challenger: game.challenger.toLowerCase() as Address,
    asserter: game.asserter.toLowerCase() as Address,
    role: 'watcher',
    status,
    outcome: null,
    createdAtSec: moves[0]?.atSec ?? 0,
    turnFromSec,
    timeoutAtSec: turnFromSec + (ready ? shape.provingSec : shape.bisectionSec),
    whoseMove: status === 'ASSERTER_TURN' ? 'asserter' : 'challenger',
    moves,
    next: null,
    proof: null,
    money: { bondedWei: 5_000n * kro, wonWei: 0n, lostWei: 0n },
    ...over
  }
}

const movesDouble = (nowSec: number, { outputIndex, taken, agoSec }: Game, shape: Shape): ChallengeMove[] => {
  const moves: ChallengeMove[] = []
  let segStart = (outputIndex - 1n) * shape.interval
  let segSize = shape.interval
  for (let turn = 1; turn <= taken.length + 1; turn++) {
    if (turn > 1) {
      segSize /= BigInt((shape.lengths[turn - 2] ?? 2) - 1)
      segStart += BigInt(taken[turn - 2] ?? 0) * segSize
    }
    const length = shape.lengths[turn - 1] ?? 2
    const part = segSize / BigInt(length - 1)
    moves.push({
      what: turn === 1 ? 'created' : 'bisected',
      by: turn % 2 === 1 ? 'challenger' : 'asserter',
      turn,
      atSec: nowSec - (agoSec[turn - 1] ?? 0),
      txHash: hashDouble(outputIndex * 100n + BigInt(turn)),
      segStart,
      segSize,
      segments: Array.from({ length }, (_, i) => hashDouble(segStart + BigInt(i) * part + BigInt(turn) * 7_919n))
    })
  }
  const last = moves.at(-1)
  if (last && taken.length === shape.lengths.length - 1) moves.push({ ...last, what: 'ready-to-prove' })
  return moves
}

/** The move that ends a game, in the range where it stood. */
export const endMove = (
  row: ChallengeRow,
  { what, by, atSec }: Pick<ChallengeMove, 'what' | 'by' | 'atSec'>
): ChallengeMove => {
  const last = row.moves.at(-1)
  return {
    ...{ what, by, atSec, turn: null, txHash: hashDouble(row.outputIndex * 100n + BigInt(row.moves.length) + 50n) },
    segStart: last?.segStart ?? null,
    segSize: last?.segSize ?? null,
    segments: last?.segments ?? []
  }
}

type Ending = Pick<ChallengeMove, 'what' | 'by'> & {
  agoSec: number
  outcome: NonNullable<ChallengeRow['outcome']>
  /** The council's answer to a proof, so many seconds ago. */
  dismissedAgoSec?: number
  money?: Partial<ChallengeRow['money']>
}

/** The game after its end. */
export const endedDouble = (nowSec: number, row: ChallengeRow, ending: Ending): ChallengeRow => {
  const { what, by, agoSec, outcome, dismissedAgoSec, money } = ending
  const at = (ago: number): number => Math.floor(nowSec) - ago
  const moves = [...row.moves, endMove(row, { what, by, atSec: at(agoSec) })]
  if (dismissedAgoSec !== undefined)
    moves.push(endMove({ ...row, moves }, { what: 'dismissed', by: 'council', atSec: at(dismissedAgoSec) }))
  return {
    ...row,
    status: 'NONE',
    outcome,
    turnFromSec: null,
    timeoutAtSec: null,
    whoseMove: null,
    moves,
    next: null,
    proof: null,
    money: { bondedWei: 0n, wonWei: 0n, lostWei: 0n, ...money }
  }
}

type Times = Pick<ChallengeDecision, 'nextLookAtSec' | 'deadlineSec' | 'detail'>
export const decisionTimes = (nowSec: number, over: Partial<Times> = {}): Times => ({
  nextLookAtSec: Math.floor(nowSec) + 12,
  deadlineSec: null,
  detail: null,
  ...over
})
