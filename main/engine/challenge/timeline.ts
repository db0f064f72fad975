import type {
  ChallengeMove,
  ChallengeOutcome,
  ChallengeRole,
  ChallengeRow,
  ChallengeStatus
} from '../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ChallengeEvent, ChallengeLog } from './challenge-log.ts'
import { statusAt } from './game-time.ts'
import type { MoveDetails } from './move-details.ts'
import { type DisputedRange, outputRange, partAfter } from './segments.ts'
import type { ChallengeTerms } from './view.ts'

/** A game as its logs tell it. `key` tells two games of one challenger on one output apart; `round` counts them from 1. */
export type Timeline = ChallengeRow & { key: string; round: number }

type Input = {
  /** Logs about one output, in the order of the chain. */
  logs: readonly ChallengeLog[]
  details: (txHash: Hash) => MoveDetails | null
  account: Address
  terms: ChallengeTerms
  l2BlockNumber: bigint
  /** `finalizedAt` of the output; null while unknown. */
  finalizedAtSec: number | null
  nowSec: number
}

type Opening = ChallengeLog & { event: Extract<ChallengeEvent, { name: 'ChallengeCreated' }> }

/** Protocol: slashed bonds are paid to the winner less 20 % tax. */
const afterTax = (wei: bigint): bigint => (wei * 80n) / 100n

const isOpening = (l: ChallengeLog): l is Opening => l.event.name === 'ChallengeCreated'

/** Every game on one output, in the order of creation: who moved when, the range after each move, how it ended and what it moved. Pure. */
export function timelinesOf(input: Input): Timeline[] {
  return input.logs.filter(isOpening).map((opening) => timelineOf(input, opening))
}

/** The logs of this game, from its creation to the next one of the same challenger. Council deletions concern every game. */
function logsOfGame(logs: readonly ChallengeLog[], opening: Opening): ChallengeLog[] {
  const { challenger } = opening.event
  const from = logs.indexOf(opening)
  const rest = logs.slice(from + 1)
  const again = rest.findIndex((l) => isOpening(l) && l.event.challenger === challenger)
  const mine = again < 0 ? rest : rest.slice(0, again)
  return mine.filter(({ event }) => !('challenger' in event) || event.challenger === challenger)
}

const roundOf = (logs: readonly ChallengeLog[], opening: Opening): number =>
  logs
    .slice(0, logs.indexOf(opening) + 1)
    .filter((l) => isOpening(l) && l.event.challenger === opening.event.challenger).length

type Fold = { moves: ChallengeMove[]; range: DisputedRange | null; segments: readonly Hash[] }

function timelineOf(input: Input, opening: Opening): Timeline {
  const { account, terms, nowSec } = input
  const { outputIndex, challenger, asserter, atSec } = opening.event
  const logs = logsOfGame(input.logs, opening)
  const end = logs.findIndex(({ event }) => endOf(event) !== null)
  const moves = movesOf(input, opening, end < 0 ? logs : untilDismissal(logs, end))
  const outcome = outcomeOf(logs)
  const game = { turn: lastTurn(moves), timeoutAtSec: timeoutAt(moves, terms) }
  const status = outcome
    ? 'NONE'
    : statusAt({ status: statusAfter(moves), game: { ...emptyGame, ...game }, terms }, nowSec)
  const role = roleIn({ account, challenger, asserter })
  const final = input.finalizedAtSec !== null && nowSec >= input.finalizedAtSec
  const forgotten = outcome === null && final && status === 'CHALLENGER_TIMEOUT'
  return {
    key: `${outputIndex}:${challenger}:${atSec}`,
    round: roundOf(input.logs, opening),
    ...{ outputIndex, challenger, asserter, role, status, createdAtSec: atSec, moves },
    outcome: forgotten ? 'finalized' : outcome,
    ...spanOf(outcome ? 'NONE' : status, { moves, timeoutAtSec: game.timeoutAtSec, terms }),
    whoseMove: outcome ? null : moverOf(status),
    next: null,
    proof: null,
    money: moneyOf({ logs, role, asserter, challenger, outcome, terms, final, account: lower(account) })
  }
}

const emptyGame = { asserter: '0x', challenger: '0x', segments: [], segStart: 0n, segSize: 0n, l1Head: '0x' } as const
const lower = (address: Address): Address => address.toLowerCase() as Address

const roleIn = ({
  account,
  challenger,
  asserter
}: Record<'account' | 'challenger' | 'asserter', Address>): ChallengeRole =>
  lower(account) === challenger ? 'challenger' : lower(account) === asserter ? 'asserter' : 'watcher'

/** Nothing follows the end but a dismissal. */
const untilDismissal = (logs: readonly ChallengeLog[], end: number): ChallengeLog[] =>
  logs.filter(({ event }, i) => i <= end || event.name === 'ChallengeDismissed')

const endings: Partial<Record<ChallengeEvent['name'], ChallengeOutcome>> = {
  Proven: 'proven',
  ChallengerTimedOut: 'challenger-timed-out',
  ChallengeCanceled: 'cancelled'
}
const endOf = (event: ChallengeEvent): ChallengeOutcome | null => endings[event.name] ?? null

function outcomeOf(logs: readonly ChallengeLog[]): ChallengeOutcome | null {
  const end = logs.map(({ event }) => endOf(event)).find((outcome) => outcome !== null) ?? null
  const dismissed = end === 'proven' && logs.some(({ event }) => event.name === 'ChallengeDismissed')
  return dismissed ? 'dismissed' : end
}

function movesOf(input: Input, opening: Opening, logs: readonly ChallengeLog[]): ChallengeMove[] {
  const created = input.details(opening.log.txHash)?.segments ?? []
  const range = outputRange(input.l2BlockNumber, input.terms.submissionInterval)
  const first: ChallengeMove = {
    ...{ what: 'created', by: 'challenger', turn: 1, atSec: opening.event.atSec, txHash: opening.log.txHash },
    ...{ ...range, segments: created }
  }
  let fold: Fold = { moves: [first], range, segments: created }
  for (const one of logs) fold = step(fold, one, input)
  return fold.moves
}

function step(fold: Fold, { log, event }: ChallengeLog, { details, terms }: Input): Fold {
  const { txHash } = log
  const last = fold.moves.at(-1)
  const place = {
    segStart: fold.range?.segStart ?? null,
    segSize: fold.range?.segSize ?? null,
    segments: fold.segments
  }
  const add = (move: Pick<ChallengeMove, 'what' | 'by' | 'turn' | 'atSec'>): Fold => ({
    ...fold,
    moves: [...fold.moves, { ...move, txHash, ...place }]
  })
  switch (event.name) {
    case 'Bisected': {
      const told = details(txHash)
      const range = fold.range && rangeAfter(fold.range, { told, turn: event.turn, terms })
      const segments = told?.segments ?? []
      const by = event.turn % 2 === 0 ? 'asserter' : 'challenger'
      const move = { what: 'bisected', by, turn: event.turn, atSec: event.atSec, txHash } as const
      const moved = { ...move, segStart: range?.segStart ?? null, segSize: range?.segSize ?? null, segments }
      return { range, segments, moves: [...fold.moves, moved] }
    }
    case 'ReadyToProve':
      return add({
        what: 'ready-to-prove',
        by: last?.by ?? 'asserter',
        turn: last?.turn ?? null,
        atSec: last?.atSec ?? 0
      })
    case 'Proven':
      return add({ what: 'proven', by: 'challenger', turn: null, atSec: event.atSec })
    case 'ChallengerTimedOut':
      return add({ what: 'challenger-timed-out', by: 'anyone', turn: null, atSec: event.atSec })
    case 'ChallengeCanceled':
      return add({ what: 'cancelled', by: 'challenger', turn: null, atSec: event.atSec })
    case 'ChallengeDismissed':
      return add({ what: 'dismissed', by: 'council', turn: null, atSec: event.atSec })
    case 'OutputForceDeleted':
      return add({ what: 'force-deleted', by: 'council', turn: null, atSec: event.atSec })
    default:
      return fold
  }
}

type Cutting = { told: MoveDetails | null; turn: number; terms: ChallengeTerms }

function rangeAfter(range: DisputedRange, { told, turn, terms }: Cutting): DisputedRange | null {
  const length = terms.segmentsLengths[turn - 2]
  return told?.pos == null || length === undefined ? null : partAfter(range, length, told.pos)
}

const lastTurn = (moves: readonly ChallengeMove[]): number => moves.findLast(({ turn }) => turn !== null)?.turn ?? 1

const isReady = (moves: readonly ChallengeMove[]): boolean => moves.some(({ what }) => what === 'ready-to-prove')

const turnedAt = (moves: readonly ChallengeMove[]): number => moves.findLast(({ turn }) => turn !== null)?.atSec ?? 0

function timeoutAt(moves: readonly ChallengeMove[], terms: ChallengeTerms): number {
  return turnedAt(moves) + (isReady(moves) ? terms.provingTimeoutSec : terms.bisectionTimeoutSec)
}

function statusAfter(moves: readonly ChallengeMove[]): ChallengeStatus {
  if (isReady(moves)) return 'READY_TO_PROVE'
  return lastTurn(moves) % 2 === 0 ? 'CHALLENGER_TURN' : 'ASSERTER_TURN'
}

type Turn = { moves: readonly ChallengeMove[]; timeoutAtSec: number; terms: ChallengeTerms }

/** First and last second of the running turn. */
function spanOf(
  status: ChallengeStatus,
  { moves, timeoutAtSec, terms }: Turn
): Pick<ChallengeRow, 'turnFromSec' | 'timeoutAtSec'> {
  if (status === 'NONE' || status === 'CHALLENGER_TIMEOUT') return { turnFromSec: null, timeoutAtSec: null }
  if (status === 'ASSERTER_TIMEOUT')
    return { turnFromSec: timeoutAtSec + 1, timeoutAtSec: timeoutAtSec + terms.provingTimeoutSec }
  return { turnFromSec: turnedAt(moves), timeoutAtSec }
}

const moverOf = (status: ChallengeStatus): ChallengeRow['whoseMove'] =>
  status === 'CHALLENGER_TIMEOUT' || status === 'ASSERTER_TURN' ? 'asserter' : 'challenger'

type Books = {
  logs: readonly ChallengeLog[]
  role: ChallengeRole
  asserter: Address
  challenger: Address
  account: Address
  outcome: ChallengeOutcome | null
  terms: ChallengeTerms
  final: boolean
}

/** Slashes happen in the transaction that ends the game, or in the council's. */
function moneyOf(books: Books): ChallengeRow['money'] {
  const { logs, role, account, outcome, terms, final } = books
  if (role === 'watcher') return { bondedWei: 0n, wonWei: 0n, lostWei: 0n }
  const decisive = new Set(
    logs.flatMap(({ event, log }) =>
      endOf(event) || event.name === 'ChallengeDismissed' || event.name === 'OutputForceDeleted' ? [log.txHash] : []
    )
  )
  let lostWei = 0n
  let wonWei = 0n
  const opponent = role === 'asserter' ? books.challenger : books.asserter
  const council = new Set(logs.flatMap(({ event, log }) => (event.name === 'OutputForceDeleted' ? [log.txHash] : [])))
  for (const { event, log } of logs) {
    if ((event.name !== 'Slashed' && event.name !== 'SlashReverted') || !decisive.has(log.txHash)) continue
    const sign = event.name === 'Slashed' ? 1n : -1n
    if (event.loser === account) lostWei += sign * event.amountWei
    else if (event.loser === opponent && !council.has(log.txHash)) wonWei += sign * afterTax(event.amountWei)
  }
  const waits = outcome === null || outcome === 'proven'
  return { bondedWei: waits && lostWei === 0n && !final ? terms.bondWei : 0n, wonWei, lostWei }
}
