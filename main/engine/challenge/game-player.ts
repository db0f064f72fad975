import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Spawn } from '../runtime/together.ts'
import type { LookAgain } from './act.ts'
import { decideChallenge } from './decide.ts'
import type { SeenGame } from './load.ts'
import type { Acting, Move } from './move-request.ts'
import type { MoveResult } from './own-moves.ts'
import { createPlayer, type Player } from './player.ts'
import { type LookedAt, lookedAt, movesOf, type PlayerHooks, type PlayerParts, send, unbound } from './player-parts.ts'
import { createProofJobs } from './proof-jobs.ts'
import type { ProofCalldata, ProofRequest, Prover } from './proof-port.ts'
import type { ChallengeView, OwnMoves } from './view.ts'

export type GamePlayer = Player & { proof(): ProofProgress | null }

/** Refusals that may be the proof's fault. */
const unfit = new Set(['CONTRACT_REVERT', 'MOVE_UNENCODABLE'])

type Id = { outputIndex: bigint; challenger: Address; round: number }

/** Plays one game, as challenger or as asserter. It ends with its signal only: whether a game is over is for the logs to say, since a node that lags shows none. */
export function createGamePlayer(parts: PlayerParts, id: Id, hooks: PlayerHooks<ChallengeView>): GamePlayer {
  const { clock, loader, policy, chainNowMs } = parts
  const proofs = createProofJobs({
    prover: parts.prover ?? noProver,
    nowSec: () => Math.floor((chainNowMs() ?? clock.now()) / 1000),
    onChange: () => player.wake()
  })

  async function look(moves: (purpose: string | null) => OwnMoves, signal: AbortSignal) {
    const seen = await loader.game({ ...id, movesOf: moves, proof: proofs.state(), signal })
    return { seen, decision: decideChallenge({ view: seen.view, nowSec: seen.nowSec, policy }) }
  }

  const lookAgain =
    (proof: ProofCalldata | null): LookAgain =>
    async (signal) => {
      const { seen, decision } = await look(() => unbound, signal)
      return { move: decision.kind === 'act' ? gameMove(seen, decision, proof) : null, rule: decision.rule }
    }

  /** Proofs are made beside the game: it goes on being looked at, and others are played. */
  async function carryOut(
    seen: SeenGame,
    decision: Acting,
    signal: AbortSignal,
    spawn: Spawn
  ): Promise<MoveResult | null> {
    const proof = decision.proof && proofs.ready(decision.proof)
    if (decision.proof && !proof) {
      const request = proofRequest(seen, decision)
      spawn((inner) => proofs.run(request, inner))
      return null
    }
    const move = gameMove(seen, decision, proof)
    if (!move) return null
    const result = await send(parts, { move, lookAgain: lookAgain(proof), signal })
    if (proof && result.kind === 'refused' && unfit.has(result.code)) proofs.refused(result.message)
    return result
  }

  const player = createPlayer<LookedAt<ChallengeView>>({
    ...hooks,
    clock,
    chainNowMs,
    isOver: () => false,
    async look(moves, signal) {
      const { seen, decision } = await look(movesOf(parts, moves), signal)
      const run = (acting: Acting) => (s: AbortSignal, spawn: Spawn) => carryOut(seen, acting, s, spawn)
      return { ...lookedAt(seen), decision, act: decision.kind === 'act' ? run(decision) : null }
    }
  })
  return { ...player, proof: () => proofs.progress() }
}

const noProver: Prover = {
  prove: () => Promise.reject(new AppError({ code: 'PROVER_MISSING' }, { message: 'No prover is configured.' })),
  progress: () => null
}

function gameMove({ view, at, roots, purpose }: SeenGame, decision: Acting, proof: ProofCalldata | null): Move | null {
  if (purpose === null) return null
  const segments = decision.action === 'bisect' ? (roots?.next ?? []).map(({ root }) => root) : []
  return { decision, purpose, outputIndex: view.outputIndex, challenger: view.challenger, segments, proof, at }
}

/** The step between the last agreed root and the one after it, as the own node has them. */
function proofRequest({ view, roots }: SeenGame, { pos, proof }: Acting): ProofRequest {
  const source = roots?.current[pos ?? 0]
  const target = roots?.current[(pos ?? 0) + 1]
  if (!view.game || !proof || !source || !target) throw new Error('a proof is decided on with both roots known')
  return {
    kind: proof.kind,
    outputIndex: view.outputIndex,
    challenger: view.challenger,
    sourceBlock: source.block,
    targetBlock: target.block,
    targetBlockHash: target.blockHash,
    l1Head: view.game.l1Head,
    sourceRoot: source.root,
    destinationRoot: target.root
  }
}
