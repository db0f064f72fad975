import { partSize, segmentBlocks } from './segments.ts'
import type { ChallengeTerms, Game } from './view.ts'

/** How a stored game is cut: the blocks of its hashes, and how many hashes the next turn takes (null after the last). */
export type Cut = { blocks: readonly bigint[]; partBlocks: bigint; nextLength: number | null }

/** Reads the game by the contract's own rules; null when they do not explain it (another contract, or none of this app's making). */
export function explain(game: Game, { segmentsLengths }: ChallengeTerms): Cut | null {
  const length = segmentsLengths[game.turn - 1]
  if (length === undefined || length < 2 || length !== game.segments.length) return null
  if (game.segSize <= 0n || game.segSize % BigInt(length - 1) !== 0n) return null
  const range = { segStart: game.segStart, segSize: game.segSize }
  const partBlocks = partSize(range, length)
  const next = segmentsLengths[game.turn]
  const nextFits = next !== undefined && next >= 2 && partBlocks % BigInt(next - 1) === 0n
  return { blocks: segmentBlocks(range, length), partBlocks, nextLength: nextFits ? next : null }
}
