import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { OperatorQueue, TxQueue } from '../tx/types.ts'
import { act, type LookAgain } from './act.ts'
import type { ChallengeLoader, Seen } from './load.ts'
import type { Move } from './move-request.ts'
import type { MoveBook, MoveResult } from './own-moves.ts'
import type { Looked } from './player.ts'
import type { Prover } from './proof-port.ts'
import type { ChallengePolicy, OwnMoves } from './view.ts'

/** `minedHash` is absent in doubles: then nothing is ever taken back. */
export type PlayersQueue = Pick<TxQueue, 'submit' | 'paused'> & Partial<Pick<OperatorQueue, 'minedHash'>>

/** What every player needs. */
export type PlayerParts = {
  clock: Clock
  loader: ChallengeLoader
  /** Null where no proof can be made at all. */
  prover: Prover | null
  /** Null when the account is only watched. */
  queue: PlayersQueue | null
  addresses: Pick<ContractAddresses, 'Colosseum'>
  policy: ChallengePolicy
  /** L1 chain time in milliseconds, null while no head is known. */
  chainNowMs: () => number | null
}

export type LookedAt<V> = Looked & { view: V }

export type PlayerHooks<V> = {
  onLook: (looked: LookedAt<V>) => void
  onLookFailed: (error: AppError) => void
  onResult: (purpose: string, result: MoveResult) => void
}

/** As if nothing had been tried yet: for the look right before a signature. */
export const unbound: OwnMoves = { pending: false, signingPaused: false, refusal: null }

export const movesOf =
  ({ queue }: PlayerParts, moves: MoveBook) =>
  (purpose: string | null): OwnMoves => {
    if (purpose !== null && queue?.minedHash?.(purpose) === null) moves.undone(purpose)
    return moves.of(purpose, queue?.paused() != null)
  }

export const lookedAt = <V>({ view, purpose, at, nowSec, atMs }: Seen<V>) => ({
  view,
  purpose,
  blockNumber: at.blockNumber,
  nowSec,
  atMs
})

type Sending = { move: Move; lookAgain: LookAgain; signal: AbortSignal }

export async function send(
  { queue, addresses, policy }: PlayerParts,
  { move, lookAgain, signal }: Sending
): Promise<MoveResult> {
  if (!queue) throw new Error('an account that is only watched does not move')
  return act({ queue, addresses, lookAgain, insistSec: policy.insistSec }, move, signal)
}
