import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { TxOutcome, TxQueue, TxRequest } from '../tx/types.ts'
import { type Move, type MoveRequestInput, moveRequest } from './move-request.ts'
import type { MoveResult } from './own-moves.ts'

/** The same move as a second look would make it, or why it would make none. */
export type LookAgain = (signal: AbortSignal) => Promise<{ move: Move | null; rule: string }>

type Deps = {
  queue: Pick<TxQueue, 'submit'>
  addresses: Pick<ContractAddresses, 'Colosseum'>
  lookAgain: LookAgain
  insistSec: number
}

const noLongerWanted = 'NO_LONGER_WANTED'
/** Nothing is wrong with the move itself: it is looked at again as long as it may come in time. */
const couldNotLook = /^(ROOTS_UNAVAILABLE|DEADLINE_PASSING)$/

/** Sends a move that a look decided on. Right before every signature all is read and decided again: the same move, position and roots, or nothing is sent. */
export async function act(deps: Deps, move: Move, signal: AbortSignal): Promise<MoveResult> {
  const recheck = (inner: AbortSignal) => lookTwice(deps, move, AbortSignal.any([signal, inner]))
  const request = encoded({ move, addresses: deps.addresses, recheck, insistSec: deps.insistSec })
  if (!request) return unencodable
  try {
    return resultOf(await deps.queue.submit(request, signal))
  } catch (error) {
    if (signal.aborted || error instanceof AbortedError) throw new AbortedError(error)
    if (!(error instanceof AppError)) throw error
    return { kind: 'refused', code: error.code, message: error.message }
  }
}

/** Null for what does not fit the contract's ABI: a proof of another shape. */
function encoded(input: MoveRequestInput): TxRequest | null {
  try {
    return moveRequest(input)
  } catch {
    return null
  }
}

const unencodable: MoveResult = {
  kind: 'refused',
  code: 'MOVE_UNENCODABLE',
  message: 'The proof does not have the shape that the contract takes.'
}

async function lookTwice({ lookAgain }: Deps, move: Move, signal: AbortSignal): Promise<void> {
  const { move: now, rule } = await lookAgain(signal)
  if (!now && couldNotLook.test(rule)) throw unreadable(rule)
  if (!now) throw unwanted(`Just before signing: ${rule}.`)
  if (!isSame(now, move)) throw unwanted('The move is another one by now.')
}

const isSame = (a: Move, b: Move): boolean =>
  a.purpose === b.purpose &&
  a.decision.action === b.decision.action &&
  a.decision.pos === b.decision.pos &&
  a.segments.length === b.segments.length &&
  a.segments.every((hash, i) => hash === b.segments[i])

const unreadable = (rule: string): AppError =>
  new AppError({ code: 'NODE_UNREACHABLE', rule }, { message: `Right before signing: ${rule}.`, retryable: true })

const unwanted = (message: string): AppError => new AppError({ code: noLongerWanted }, { message })

function resultOf(outcome: TxOutcome): MoveResult {
  switch (outcome.kind) {
    case 'confirmed':
    case 'already-done':
      return { kind: 'done' }
    case 'reverted':
      return { kind: 'refused', code: 'REVERTED', message: 'The move was mined and reverted.' }
    default: {
      const { code, message } = outcome
      return code === noLongerWanted ? { kind: 'no-longer-wanted', message } : { kind: 'refused', code, message }
    }
  }
}
