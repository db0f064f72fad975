import type { SubmitDecision, WaitReason } from '../../../shared/domain/submit-decision.ts'
import { isMyTurn, type Round, roundAt } from './round.ts'
import type { Refusal, SubmitPolicy, SubmitView } from './view.ts'

export type DecideInput = { view: SubmitView; nowSec: number; policy: SubmitPolicy }

/** `lookSec` is when to look again when that is known: the next deadline. */
type Wait = { reason: WaitReason; untilSec: number | null; lookSec: number }
type Rule = (input: DecideInput, round: Round) => Wait | null

const bondRevert = /\bInsufficientAsset\b/

/** Only an event ends it: looked at again at the safety interval. */
const stuck = (reason: WaitReason): Wait => ({ reason, untilSec: null, lookSec: Number.POSITIVE_INFINITY })
const until = (reason: WaitReason, untilSec: number): Wait => ({ reason, untilSec, lookSec: untilSec })

const unable: Rule = ({ view, policy }) => {
  if (!policy.submitter) return stuck('ROLE_OFF')
  if (view.signs === 'nobody') return stuck('NO_KEY')
  if (view.halted) return stuck('NETWORK_HALTED')
  return view.v2Rules ? null : stuck('V1_STILL_RULES')
}

const alreadySent: Rule = ({ view }) => {
  if (view.signingPaused) return stuck('SIGNING_PAUSED')
  return view.pending ? stuck('SUBMISSION_PENDING') : null
}

const notEligible: Rule = ({ view, nowSec }) => {
  if (view.status === 'NONE') return stuck('NOT_REGISTERED')
  if (view.inJail) return view.jailExpiresAtSec > nowSec ? until('IN_JAIL', view.jailExpiresAtSec) : stuck('IN_JAIL')
  return view.status === 'ACTIVE' ? null : stuck('NOT_ACTIVE')
}

const notMyTurn: Rule = (input, round) => {
  if (isMyTurn(input.view, round)) return null
  if (round.kind === 'trusted') return stuck('TRUSTED_ONLY')
  if (round.kind === 'public') return input.policy.publicRound ? null : stuck('PUBLIC_ROUND_NOT_ALLOWED')
  return othersRound(input)
}

const othersRound = ({ view, nowSec, policy }: DecideInput): Wait => {
  const publicAtSec = view.dueAtSec + view.roundDurationSec + 1
  const lookSec = policy.publicRound ? lookBefore(publicAtSec, nowSec, policy) : Number.POSITIVE_INFINITY
  return { reason: 'OTHERS_PRIORITY_ROUND', untilSec: publicAtSec, lookSec }
}

const notDue: Rule = ({ view, nowSec, policy }) =>
  nowSec >= view.dueAtSec
    ? null
    : {
        reason: 'OUTPUT_NOT_DUE',
        untilSec: view.dueAtSec,
        lookSec: lookBefore(view.dueAtSec, nowSec, policy)
      }

const noEth: Rule = ({ view, nowSec, policy }) =>
  view.ethWei >= policy.minEthWei ? null : { ...stuck('ETH_TOO_LOW'), lookSec: nowSec + policy.retrySec }

const noRoot: Rule = ({ view, nowSec, policy }) => {
  const { root } = view
  if (root === null || !nodeReaches(view)) return { ...stuck('NODE_BEHIND'), lookSec: nowSec + policy.nodeLookSec }
  const agreed = root.recomputed === null || root.recomputed === root.root
  return agreed ? null : { ...stuck('SOURCES_DISAGREE'), lookSec: nowSec + policy.retrySec }
}

const refused: Rule = ({ view, nowSec }) =>
  view.refusal && view.refusal.retryAtSec > nowSec
    ? { reason: reasonOf(view.refusal, view), untilSec: null, lookSec: view.refusal.retryAtSec }
    : null

/** The bond is compared only once the simulation said no: a submission pays final outputs, and so frees their bonds, before it bonds. */
const reasonOf = ({ code, message }: Refusal, view: SubmitView): WaitReason => {
  if (code === 'INSUFFICIENT_FUNDS') return 'ETH_TOO_LOW'
  if (/^(SIGNER|JOURNAL|NONCE)_/.test(code)) return 'SIGNING_PAUSED'
  if (code === 'SOURCES_DISAGREE') return code
  return bondRevert.test(message) || view.freeKroWei < view.bondWei ? 'BOND_TOO_SMALL' : 'SIMULATION_REVERTS'
}

const lookBefore = (atSec: number, nowSec: number, policy: SubmitPolicy): number =>
  nowSec < atSec - policy.leadSec ? atSec - policy.leadSec : atSec

/** An output also commits to the block after its own: the node's head must have reached that one. */
export const nodeReaches = (view: SubmitView): boolean =>
  view.nodeHead !== null && view.nodeHead >= view.l2BlockNumber + 1n

const beforeTheNode: readonly Rule[] = [unable, alreadySent, notEligible, notMyTurn, notDue]
const fromTheNode: readonly Rule[] = [noEth, noRoot, refused]

const firstWait = (rules: readonly Rule[], input: DecideInput, round: Round): Wait | null => {
  for (const rule of rules) {
    const wait = rule(input, round)
    if (wait) return wait
  }
  return null
}

/** True when nothing but the own node stands between this account and a submission, now or within the lead time: then the output root is worth asking for. */
export function rootIsWanted(input: DecideInput): boolean {
  const nowSec = input.nowSec + input.policy.leadSec
  return firstWait(beforeTheNode, { ...input, nowSec }, roundAt(input.view, nowSec)) === null
}

/** The owner of a device takes their time: the beginning of the public round is a reason to look again. */
const whileAsked = ({ publicAtSec }: Round, nowSec: number): number =>
  publicAtSec !== null && publicAtSec > nowSec ? publicAtSec : Number.POSITIVE_INFINITY

/** What to do about the next output, why, and when to look again. Pure and total; protocol: submitting outputs. `nowSec` is L1 chain time. */
export function decide(input: DecideInput): SubmitDecision {
  const { view, nowSec, policy } = input
  const round = roundAt(view, nowSec)
  const wait = firstWait([...beforeTheNode, ...fromTheNode], input, round)
  const latest = nowSec + policy.safetyLookSec
  const byDevice = view.signs === 'device'
  const lookSec = wait?.lookSec ?? (byDevice ? whileAsked(round, nowSec) : latest)
  const common = {
    outputIndex: view.outputIndex,
    l2BlockNumber: view.l2BlockNumber,
    dueAtSec: view.dueAtSec,
    publicRoundAtSec: round.publicAtSec,
    nextLookAtSec: Math.max(nowSec + 1, Math.min(lookSec, latest)),
    deadlineSec: round.kind === 'priority' && isMyTurn(view, round) ? view.dueAtSec + view.roundDurationSec : null,
    ...(byDevice && { byDevice })
  }
  if (!wait) return { ...common, kind: 'submit', round: round.kind }
  return { ...common, kind: 'wait', reason: wait.reason, untilSec: wait.untilSec }
}
