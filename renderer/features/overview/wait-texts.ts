import type { Address } from '../../../shared/domain/hex.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { SubmitDecision, WaitReason } from '../../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { shortHex } from '../../format/short-hex.ts'
import { formatWhen } from '../../format/time.ts'
import type { Tone } from '../../ui/tone.ts'

export type Wait = Extract<SubmitDecision, { kind: 'wait' }>

/** What a text may quote. */
export type WaitContext = {
  decision: Wait
  validator: ValidatorView | null
  /** Who was drawn; null when unknown, during a public round and when it is the own account. */
  drawn: Address | null
  roles: EngineSnapshot['roles']
  nowSec: number
}

export type WaitText = {
  title: string
  why: string
  /** What the operator can do; null when nothing needs doing. */
  todo: string | null
  tone: Tone
}

const kro = (wei: bigint): string => `${formatAmount(wei, 2).text} KRO`
const outputOf = ({ decision }: WaitContext): string => `Output ${formatInteger(decision.outputIndex)}`
const at = (sec: number, { nowSec }: WaitContext): string => formatWhen(sec, nowSec)
const calm = (title: string, why: string): WaitText => ({ title, why, todo: null, tone: 'neutral' })
const blocked = (title: string, why: string, todo: string, tone: Tone = 'critical'): WaitText => ({
  title,
  why,
  todo,
  tone
})

const othersRound = (c: WaitContext): WaitText => {
  const who = c.drawn === null ? 'Another validator' : `Validator ${shortHex(c.drawn)}`
  const until = c.decision.publicRoundAtSec
  const then = c.roles.publicRound
    ? 'Then any active validator may submit it, this one too.'
    : 'Then any active validator may; this one stays out of public rounds, as set.'
  const span = until === null ? 'and goes first' : `and has until ${at(until, c)}`
  return calm(`${outputOf(c)} is another validator’s turn`, `${who} was drawn ${span}. ${then}`)
}

const inJail = (c: WaitContext): WaitText => {
  const until = c.validator?.jailExpiresAtSec ?? 0
  if (until <= c.nowSec)
    return blocked(
      'The jail term is over',
      'The validator stays in jail until it is released by a transaction of its own.',
      'Send the unjail transaction with the validator’s key.',
      'warning'
    )
  return blocked(
    'In jail',
    `A jailed validator cannot submit. The term ends ${at(until, c)}.`,
    'Nothing can shorten it. When it is over, send the unjail transaction.'
  )
}

const bond = (c: WaitContext): WaitText => {
  const v = c.validator
  const why =
    v === null
      ? 'Free KRO does not cover the bond of the next output.'
      : `The next output needs a bond of ${kro(v.bondWei)}; ${kro(v.freeKroWei)} is free.`
  return blocked(
    'Not enough free KRO for the bond',
    why,
    'Deposit KRO, or wait: bonds come back when outputs are paid.'
  )
}

const notDue = (c: WaitContext): WaitText => {
  const mine = c.decision.deadlineSec !== null
  const then = c.decision.byDevice ? 'then you are asked for a signature on your Ledger' : 'will be submitted by itself'
  return calm(
    mine ? `${outputOf(c)} is yours to submit` : `${outputOf(c)} is not due yet`,
    mine
      ? `You were drawn. It is due ${at(c.decision.dueAtSec, c)} and ${then}.`
      : `It covers L2 block ${formatInteger(c.decision.l2BlockNumber)} and is due ${at(c.decision.dueAtSec, c)}.`
  )
}

/** One text for each reason to wait; the type keeps the list complete. */
export const waitTexts: Record<WaitReason, (c: WaitContext) => WaitText> = {
  ROLE_OFF: () =>
    blocked(
      'Submitting is switched off',
      'The submitter role is off in the settings; this app only watches.',
      'Switch the submitter role on in the settings to take part.',
      'notice'
    ),
  NO_KEY: () =>
    blocked(
      'No key to sign with',
      'The app knows the account, but has no key for it, so it only watches.',
      'Set a key source in the settings: a keystore file or an environment variable.'
    ),
  NETWORK_HALTED: () =>
    blocked(
      'The network has stopped',
      'The L2 makes no new blocks, so there is nothing to submit and no gas is spent.',
      'Look for news from the network’s operators. Submitting goes on by itself when blocks come again.',
      'warning'
    ),
  V1_STILL_RULES: (c) =>
    blocked(
      `${outputOf(c)} still belongs to the old system`,
      'The validator system before V2 still rules this output; this app submits under V2 only.',
      'Nothing: submitting starts by itself after the switch.',
      'notice'
    ),
  NOT_REGISTERED: () =>
    blocked(
      'This account is not a validator',
      'It is not registered with the network’s validator manager.',
      'Register the account, or choose the key of a registered one.'
    ),
  NOT_ACTIVE: (c) => notActive(c),
  IN_JAIL: inJail,
  BOND_TOO_SMALL: bond,
  ETH_TOO_LOW: (c) =>
    blocked(
      'Not enough ETH for gas',
      c.validator === null
        ? 'The balance does not cover the next transaction.'
        : `${formatAmount(c.validator.ethWei).text} ETH does not cover the next transaction.`,
      'Send ETH on L1 to the validator’s account.'
    ),
  OUTPUT_NOT_DUE: notDue,
  NODE_BEHIND: (c) => nodeBehind(c),
  OTHERS_PRIORITY_ROUND: othersRound,
  PUBLIC_ROUND_NOT_ALLOWED: (c) =>
    calm(
      `${outputOf(c)} is open to everyone`,
      'The validator drawn for it was late, so any active validator may submit. This one stays out of public rounds, as set.'
    ),
  TRUSTED_ONLY: (c) =>
    calm(
      `${outputOf(c)} is for the trusted validator`,
      'The network names one validator for this output. There is no public round; drawing goes on with the next.'
    ),
  SUBMISSION_PENDING: (c) => ({
    title: `Submitting output ${formatInteger(c.decision.outputIndex)}`,
    why: 'The transaction is sent and waits to be included in an L1 block.',
    todo: null,
    tone: 'accent'
  }),
  SIMULATION_REVERTS: (c) =>
    blocked(
      `${outputOf(c)} would be refused`,
      'A trial run of the submission fails on chain, so it is not sent and costs nothing. It is tried again by itself.',
      'If it lasts, look under Health for the reason.',
      'warning'
    ),
  SIGNING_PAUSED: () =>
    blocked(
      'Signing is paused',
      'A transaction that this app did not send, or a damaged record of its own, makes it unsafe to sign another one.',
      'Read above what happened. When nothing else uses this key, resume signing there.'
    ),
  SOURCES_DISAGREE: (c) =>
    blocked(
      `${outputOf(c)} is held back`,
      'Two of your nodes contradict each other about what this output depends on. A wrong one would cost the bond, so nothing is sent until they agree.',
      'Check both nodes: one of them may be out of sync or on another chain.'
    )
}

/** The node reaches the block a moment after the output is due, each time: only a longer wait is worth a word of advice. */
const patienceSec = 30

const nodeBehind = (c: WaitContext): WaitText => {
  const title = `${outputOf(c)} waits for your node`
  const why = `Your L2 node has not reached block ${formatInteger(c.decision.l2BlockNumber + 1n)} yet, which the output needs.`
  if (c.nowSec - c.decision.dueAtSec < patienceSec) return calm(title, `${why} This takes a moment.`)
  return blocked(title, why, 'Check that the L2 node and the rollup node are running and in sync.', 'warning')
}

const notActive = (c: WaitContext): WaitText => {
  const todo =
    c.validator?.status === 'READY'
      ? 'Activate the validator.'
      : 'Deposit KRO until the validator has enough weight again.'
  return blocked('The validator is not active', 'Only active validators may submit outputs.', todo)
}

/** The text for a decision to wait. */
export const waitText = (context: WaitContext): WaitText => waitTexts[context.decision.reason](context)
