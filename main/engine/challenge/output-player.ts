import type { ChallengeRule } from '../../../shared/domain/challenge.ts'
import type { LookAgain } from './act.ts'
import { decideOutput } from './decide-output.ts'
import type { SeenOutput } from './load.ts'
import type { Acting, Move } from './move-request.ts'
import { createPlayer, type Player } from './player.ts'
import { type LookedAt, lookedAt, movesOf, type PlayerHooks, type PlayerParts, send, unbound } from './player-parts.ts'
import type { OutputView, OwnMoves } from './view.ts'

/** Reasons to wait after which a challenge may still be created. */
const mayStillCreate = new Set<ChallengeRule>(['MOVE_PENDING', 'MOVE_REFUSED', 'PREVIOUS_OUTPUT_DIFFERS'])

/** `past`: what its logs tell of this output's games so far. */
type About = { outputIndex: bigint; past: () => { dismissed: boolean; lostBefore: boolean } }

/** Challenges one wrong output; ends when that is done or cannot be done any more. */
export function createOutputPlayer(parts: PlayerParts, about: About, hooks: PlayerHooks<OutputView>): Player {
  const { loader, policy, clock, chainNowMs } = parts

  async function look(moves: (purpose: string | null) => OwnMoves, signal: AbortSignal) {
    const { outputIndex } = about
    const seen = await loader.output({ outputIndex, ...about.past(), movesOf: moves, signal })
    return { seen, decision: decideOutput({ view: seen.view, nowSec: seen.nowSec, policy }) }
  }
  const lookAgain: LookAgain = async (signal) => {
    const { seen, decision } = await look(() => unbound, signal)
    return { move: decision.kind === 'act' ? outputMove(seen, decision) : null, rule: decision.rule }
  }

  return createPlayer<LookedAt<OutputView>>({
    ...hooks,
    clock,
    chainNowMs,
    isOver: ({ decision }) => decision.kind === 'wait' && !mayStillCreate.has(decision.rule),
    async look(moves, signal) {
      const { seen, decision } = await look(movesOf(parts, moves), signal)
      const run = (acting: Acting) => (s: AbortSignal) =>
        send(parts, { move: outputMove(seen, acting), lookAgain, signal: s })
      return { ...lookedAt(seen), decision, act: decision.kind === 'act' ? run(decision) : null }
    }
  })
}

function outputMove({ view, at, roots, purpose }: SeenOutput, decision: Acting): Move {
  const segments = (roots?.current ?? []).map(({ root }) => root)
  const { outputIndex, account: challenger } = view
  return { decision, purpose, outputIndex, challenger, segments, proof: null, at }
}
