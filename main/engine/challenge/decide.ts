import type { ChallengeDecision, ChallengeRule } from '../../../shared/domain/challenge.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { type Alert, type Duty, type DutyInput, dutyOf, roleOf, type Wait } from './duty.ts'
import { type Cut, explain } from './explain.ts'
import { boundHands, decision, type Found } from './hands.ts'
import { proofStep } from './proof-kind.ts'
import { firstDifference, partAfter, segmentBlocks } from './segments.ts'
import type { Game } from './view.ts'

export type DecideInput = DutyInput

/** A duty that the own node's roots decide. */
type Contest = Extract<Duty, { game: Game }>
type Known = { current: readonly Hash[]; next: readonly Hash[] | null }

const isDuty = (found: Duty | Wait | Alert): found is Duty => found.kind !== 'wait' && found.kind !== 'alert'
const isContest = (duty: Duty): duty is Contest => 'game' in duty

/** Last second in which the duty still counts. */
const deadlineOf = (duty: Duty): number | null => ('deadlineSec' in duty ? duty.deadlineSec : null)

const isEnabled = ({ view, policy }: DecideInput): boolean => {
  const role = roleOf(view)
  return role === 'watcher' || (role === 'asserter' ? policy.submitter : policy.challenger)
}

/** The duty, unless something keeps this account from doing it. */
function openDuty(input: DecideInput): { duty: Duty; bound: Wait | Alert | null } | null {
  const duty = dutyOf(input)
  if (!isDuty(duty)) return null
  return { duty, bound: boundHands(input.view, { enabled: isEnabled(input), nowSec: input.nowSec }) }
}

/** L2 blocks whose own output roots decide what to do now, in the order of the game's segments; null when no root is needed. */
export function rootsWanted(input: DecideInput): readonly bigint[] | null {
  const open = openDuty(input)
  if (!open || open.bound || !isContest(open.duty)) return null
  return blocksOf(input, open.duty)?.blocks ?? null
}

/** L2 blocks whose own output roots make the next turn, once the roots of `rootsWanted` are known; null when no bisection follows. */
export function nextCut(input: DecideInput, current: readonly Hash[]): readonly bigint[] | null {
  const open = openDuty(input)
  if (open?.duty.kind !== 'bisect') return null
  const { game } = open.duty
  const length = explain(game, input.view.terms)?.nextLength ?? null
  const found = firstDifference(game.segments, current)
  if (length === null || found.kind !== 'after') return null
  return segmentBlocks(partAfter(game, game.segments.length, found.pos), length)
}

/** What to do in one game, why, and when to look again. Pure and total. Protocol: challenges. `nowSec` is L1 chain time. */
export function decideChallenge(input: DecideInput): ChallengeDecision {
  const { nowSec, policy } = input
  const duty = dutyOf(input)
  if (!isDuty(duty)) return decision(duty, { nowSec, policy, deadlineSec: null })
  const bound = boundHands(input.view, { enabled: isEnabled(input), nowSec })
  return decision(bound ?? moveOf(input, duty), { nowSec, policy, deadlineSec: deadlineOf(duty) })
}

function moveOf(input: DecideInput, duty: Duty): Found {
  switch (duty.kind) {
    case 'cancel':
      return { kind: 'act', rule: 'OUTPUT_DELETED_CANCEL', action: 'cancel', pos: null, proof: null }
    case 'collect':
      return { kind: 'act', rule: 'CHALLENGER_LATE_COLLECT', action: 'challenger-timeout', pos: null, proof: null }
    default:
      return contestOf(input, duty)
  }
}

/** The part of the game that the roots are compared on. After an asserter's time-out that is the first block alone. */
function blocksOf({ view }: DecideInput, { kind, game }: Contest): Cut | null {
  if (kind === 'prove-first') return { blocks: [game.segStart, game.segStart + 1n], partBlocks: 1n, nextLength: null }
  const cut = explain(game, view.terms)
  return kind === 'bisect' && cut?.nextLength === null ? null : cut
}

function contestOf(input: DecideInput, duty: Contest): Found {
  const { own } = input.view
  const cut = blocksOf(input, duty)
  if (!cut) return { kind: 'alert', rule: 'SEGMENTS_UNEXPLAINED', detail: `turn ${duty.game.turn}` }
  if (own.kind !== 'known')
    return { kind: 'alert', rule: 'ROOTS_UNAVAILABLE', detail: own.kind === 'unavailable' ? own.message : 'not asked' }
  if (own.disagreement === null) return agreedMove(input, { duty, own, cut })
  // A bond is at stake already: a move that may be wrong is better than one that is surely too late.
  if (input.nowSec < duty.deadlineSec - input.policy.insistSec)
    return { kind: 'alert', rule: 'SOURCES_DISAGREE', detail: own.disagreement }
  const found = agreedMove(input, { duty, own, cut })
  return found.kind === 'act' ? { ...found, detail: `in spite of a contradiction: ${own.disagreement}` } : found
}

/** By the own node's roots alone. */
function agreedMove(input: DecideInput, { duty, own, cut }: { duty: Contest; own: Known; cut: Cut }): Found {
  if (duty.kind === 'prove-first') return proveFirst(input, duty.game, own.current)
  const found = firstDifference(duty.game.segments, own.current)
  if (found.kind === 'first-differs')
    return { kind: 'alert', rule: 'FIRST_SEGMENT_DIFFERS', detail: `block ${cut.blocks[0]}` }
  if (found.kind === 'none-differs') return { kind: 'alert', rule: 'NO_SEGMENT_DIFFERS' }
  return duty.kind === 'bisect'
    ? bisect(duty.game, own, found.pos)
    : prove(input, {
        pos: found.pos,
        rule: 'READY_TO_PROVE',
        sourceBlock: duty.game.segStart + BigInt(found.pos) * cut.partBlocks
      })
}

/** The next cut must begin with the agreed root and end with another than the disputed one, or the contract refuses it. */
function bisect(game: Game, { next }: Known, pos: number): Found {
  if (!next) return { kind: 'alert', rule: 'ROOTS_UNAVAILABLE', detail: 'the next cut' }
  const fits = next[0] === game.segments[pos] && next.at(-1) !== game.segments[pos + 1]
  if (!fits) return { kind: 'alert', rule: 'SOURCES_DISAGREE', detail: 'the own node gave two roots for one block' }
  return { kind: 'act', rule: 'MY_TURN_TO_BISECT', action: 'bisect', pos, proof: null }
}

function proveFirst(input: DecideInput, game: Game, current: readonly Hash[]): Found {
  if (firstDifference(game.segments.slice(0, 1), current).kind === 'first-differs')
    return { kind: 'alert', rule: 'FIRST_SEGMENT_DIFFERS', detail: `block ${game.segStart}` }
  return prove(input, { pos: 0, rule: 'ASSERTER_LATE_PROVE_FIRST_BLOCK', sourceBlock: game.segStart })
}

type Step = { pos: number; rule: ChallengeRule; sourceBlock: bigint }

function prove({ view, nowSec, policy }: DecideInput, { pos, rule, sourceBlock }: Step): Found {
  const step = proofStep(sourceBlock + 1n, view.schedule)
  const what = `${step.kind} proof of block ${step.targetBlock}`
  if (!policy.provers[step.kind]) return { kind: 'alert', rule: 'PROVER_MISSING', detail: what }
  const { proof } = view
  const known = proof?.kind === step.kind && proof.targetBlock === step.targetBlock ? proof : null
  if (known?.state === 'running')
    return { kind: 'wait', rule: 'PROOF_RUNNING', untilSec: null, detail: known.message ?? what }
  if (known?.state === 'failed' && (known.retryAtSec ?? Number.POSITIVE_INFINITY) > nowSec)
    return {
      kind: 'alert',
      rule: 'PROOF_FAILED',
      detail: known.message ?? what,
      ...(known.retryAtSec !== null && { lookSec: known.retryAtSec })
    }
  return { kind: 'act', rule, action: 'prove', pos, proof: step }
}
