import type { Address } from './hex.ts'
import type { ChainView, EngineSnapshot } from './snapshot.ts'
import type { SubmitDecision } from './submit-decision.ts'
import type { ValidatorView } from './validator.ts'

/** An open dispute of this account in which its move may be due before the operator is back. */
export type AbsenceDeadline = {
  outputIndex: bigint
  challenger: Address
  /** Last second for the move, L1 chain time: of the turn that runs, or the earliest of the one that would follow. */
  atSec: number
  /** False when the opponent has to move first. */
  myTurn: boolean
}

/** `quiet`: nothing can be missed. `exposed`: something may be. `costly`: a dispute, a jail or a transaction under way is at stake. */
export type AbsenceVerdict = 'quiet' | 'exposed' | 'costly'

/** What being away until `untilSec` puts at stake. */
export type Absence = {
  untilSec: number
  verdict: AbsenceVerdict
  /** Priority rounds that end meanwhile; null while the distance of outputs is not known. */
  rounds: number | null
  /** The first of them is this validator's already. */
  drawnAlready: boolean
  /** Chance from 0 to 1 that at least one of these rounds is this validator's, and that their misses end in jail. Each draw by weight, weights as now. */
  drawnChance: number | null
  jailChance: number | null
  /** Misses that stay without consequence; the one after them jails. */
  strikesLeft: number
  deadlines: AbsenceDeadline[]
  /** KRO, an upper bound: bonds of disputes that may be lost by silence, and of own outputs that may be challenged meanwhile. */
  worstLossWei: bigint
  pendingTransactions: number
}

type Input = {
  snapshot: Pick<
    EngineSnapshot,
    'account' | 'validator' | 'next' | 'priorityValidator' | 'outputs' | 'challenges' | 'chain' | 'pending'
  >
  /** L1 chain time. */
  nowSec: number
  untilSec: number
}

/** Null while the chain has not been read. Pure. */
export function absence({ snapshot, nowSec, untilSec }: Input): Absence | null {
  const { validator, next, chain } = snapshot
  if (!validator || !next || !chain) return null
  const known = { ...snapshot, validator, next, chain }
  const draws = drawsBefore(known, untilSec)
  const strikesLeft = Math.max(0, validator.jailThreshold - validator.noSubmissionCount)
  const deadlines = deadlinesBefore(snapshot, nowSec, untilSec)
  const chances = draws && { ...draws, ...chancesOf(draws, strikesLeft) }
  const worstLossWei = worstLoss(known, deadlines, untilSec - nowSec)
  const pendingTransactions = snapshot.pending.length
  const costly = deadlines.length > 0 || pendingTransactions > 0 || (chances?.jailChance ?? 0) > 0
  const exposed = (chances?.drawnChance ?? 1) > 0 || worstLossWei > 0n
  return {
    untilSec,
    verdict: costly ? 'costly' : exposed ? 'exposed' : 'quiet',
    rounds: chances?.rounds ?? null,
    drawnAlready: draws?.first === 1,
    drawnChance: chances?.drawnChance ?? null,
    jailChance: chances?.jailChance ?? null,
    strikesLeft,
    deadlines,
    worstLossWei,
    pendingTransactions
  }
}

type Known = Input['snapshot'] & {
  validator: ValidatorView
  next: SubmitDecision
  chain: ChainView
}
type Draws = { rounds: number; first: number; later: number }

/** Rounds that end before `untilSec`, the chance of the first, which is drawn already, and of each later one. */
function drawsBefore(
  { validator, next, outputs, chain, account, priorityValidator }: Known,
  untilSec: number
): Draws | null {
  const newest = outputs[0]
  const first = account !== null && priorityValidator?.toLowerCase() === account.toLowerCase() ? 1 : 0
  const active = validator.status === 'ACTIVE' && validator.totalWeightWei > 0n
  const later = active ? Number((validator.weightWei * 1_000_000n) / validator.totalWeightWei) / 1_000_000 : 0
  const leftSec = untilSec - (next.publicRoundAtSec ?? next.dueAtSec)
  if (leftSec < 0) return { rounds: 0, first: 0, later }
  const intervalSec = newest ? Number(next.l2BlockNumber - newest.l2BlockNumber) * chain.l2BlockTimeSec : 0
  return intervalSec > 0 ? { rounds: 1 + Math.floor(leftSec / intervalSec), first, later } : null
}

/** At least one draw, and more than `strikesLeft` of them. */
function chancesOf({ rounds, first, later }: Draws, strikesLeft: number) {
  if (rounds === 0) return { drawnChance: 0, jailChance: 0 }
  const others = rounds - 1
  const free = strikesLeft - first
  const exactly = (hits: number): number => binomial(others, hits) * later ** hits * (1 - later) ** (others - hits)
  const bearable = Array.from({ length: Math.max(0, free + 1) }, (_, hits) => exactly(hits))
  return {
    drawnChance: first === 1 ? 1 : 1 - (1 - later) ** others,
    jailChance: others <= free ? 0 : 1 - bearable.reduce((sum, chance) => sum + chance, 0)
  }
}

function binomial(n: number, k: number): number {
  let value = 1
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i
  return value
}

function deadlinesBefore({ challenges }: Input['snapshot'], nowSec: number, untilSec: number): AbsenceDeadline[] {
  return challenges
    .filter((row) => row.outcome === null && row.role !== 'watcher')
    .flatMap(({ outputIndex, challenger, role, whoseMove, turnFromSec, timeoutAtSec }) => {
      if (turnFromSec === null || timeoutAtSec === null) return []
      const myTurn = whoseMove === role
      const atSec = myTurn ? timeoutAtSec : nowSec + (timeoutAtSec - turnFromSec)
      return atSec <= untilSec ? [{ outputIndex, challenger, atSec, myTurn }] : []
    })
    .sort((a, b) => a.atSec - b.atSec)
}

/** A dispute is lost by silence, whoever is right. One that begins meanwhile takes a turn first; while no turn's length is known, it is taken to be short. */
function worstLoss({ validator, challenges }: Known, deadlines: AbsenceDeadline[], awaySec: number): bigint {
  const mine = challenges.filter((row) => row.outcome === null && row.role !== 'watcher')
  const turns = mine.flatMap(({ turnFromSec: from, timeoutAtSec: to }) =>
    from === null || to === null ? [] : [to - from]
  )
  if (awaySec >= Math.min(...turns, Number.POSITIVE_INFINITY) || turns.length === 0)
    return awaySec > 0 ? validator.bondedKroWei : 0n
  const threatened = new Set(deadlines.map((one) => `${one.outputIndex}:${one.challenger}`))
  const lost = mine.filter((row) => threatened.has(`${row.outputIndex}:${row.challenger}`))
  return lost.reduce((sum, { money }) => sum + money.bondedWei, 0n)
}
