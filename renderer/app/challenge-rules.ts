import type { ChallengeDecision, ChallengeRow, ChallengeRule } from '../../shared/domain/challenge.ts'
import { formatInteger } from '../format/amount.ts'
import { formatWhen } from '../format/time.ts'
import type { Tone } from '../ui/tone.ts'

/** What a text may quote. */
export type RuleContext = {
  row: Pick<ChallengeRow, 'role' | 'outputIndex' | 'timeoutAtSec' | 'money'>
  decision: Pick<ChallengeDecision, 'rule' | 'kind' | 'deadlineSec' | 'detail'> & Partial<Pick<ActDecision, 'proof'>>
  nowSec: number
}
type ActDecision = Extract<ChallengeDecision, { kind: 'act' }>

export type RuleText = {
  title: string
  why: string
  /** What the operator can do; null when nothing needs doing. */
  todo: string | null
  tone: Tone
}

const output = ({ row }: RuleContext): string => `output ${formatInteger(row.outputIndex)}`
const isAsserter = ({ row }: RuleContext): boolean => row.role === 'asserter'
const proofBlock = ({ decision }: RuleContext): string =>
  decision.proof ? `block ${formatInteger(decision.proof.targetBlock)}` : 'the first disputed block'
const until = ({ row, nowSec }: RuleContext): string =>
  row.timeoutAtSec === null ? '' : ` until ${formatWhen(row.timeoutAtSec, nowSec)}`

const calm = (title: string, why: string): RuleText => ({ title, why, todo: null, tone: 'neutral' })
const acting = (title: string, why: string): RuleText => ({ title, why, todo: null, tone: 'accent' })
const stuck = (title: string, why: string, todo: string): RuleText => ({ title, why, todo, tone: 'critical' })

const bondAtStake = (c: RuleContext): string =>
  isAsserter(c)
    ? 'without a move in time the challenger can win, which costs the bond and leads to jail'
    : 'without a move in time the asserter takes your bond'

const bisecting = (): RuleText =>
  acting(
    'Your move: narrow the disputed part',
    'The app names the last root that your node agrees with, and sends the roots of the part after it. It does so by itself.'
  )

const theirTurn = (c: RuleContext): RuleText =>
  isAsserter(c)
    ? calm(
        'Waiting for the challenger',
        `It has time${until(c)}. If it does nothing, it loses its bond to you; the app collects it.`
      )
    : calm(
        'Waiting for the asserter',
        `It has time${until(c)}. If it does nothing, one proof of the first disputed block wins at once; the app makes it.`
      )

const finalized = (c: RuleContext): RuleText =>
  c.decision.kind === 'alert'
    ? {
        ...calm(
          `${capital(output(c))} became final first`,
          'The contract takes no more moves about it. Once your turn has run out, the asserter can take your bond.'
        ),
        todo: 'Nothing can be sent any more. Find out what held the challenge up: the log says when each move was made.',
        tone: 'critical'
      }
    : calm(`${capital(output(c))} is final`, 'The contract takes no more moves about it.')

const tooLate = (c: RuleContext): RuleText =>
  isAsserter(c)
    ? stuck(
        'Your turn ran out',
        `The challenger can now win with one proof${until(c)}. If it does not, it loses, and the app collects its bond.`,
        'Nothing can be sent now. Find out what held the move up: the log says why it was not made.'
      )
    : stuck(
        'Your turn ran out',
        'The asserter can now close the challenge and take your bond.',
        'Nothing can be sent now. Find out what held the move up: the log says why it was not made.'
      )

const roleOff = (c: RuleContext): RuleText => {
  if (c.decision.kind !== 'alert')
    return calm('Challenging is switched off', 'The challenger role is off in the settings.')
  const role = isAsserter(c) ? 'submitter' : 'challenger'
  return stuck(
    `No move is made: the ${role} role is off`,
    `It is switched off in the settings, and with it ${isAsserter(c) ? 'the defence of your outputs' : 'your challenges'}.`,
    `Switch the ${role} role on before the deadline: ${bondAtStake(c)}.`
  )
}

/** One text for each rule of the decider; the type keeps the list complete. */
export const ruleTexts: Record<ChallengeRule, (c: RuleContext) => RuleText> = {
  OUTPUT_IS_WRONG: (c) =>
    acting(`Challenging ${output(c)}`, 'Its root differs from the one that your node computes. The app challenges it.'),
  MY_TURN_TO_BISECT: bisecting,
  READY_TO_PROVE: (c) =>
    acting(
      `Your move: prove ${proofBlock(c)}`,
      'The two sides are down to one block. The app sends the proof of what that block really does, and wins with it.'
    ),
  ASSERTER_LATE_PROVE_FIRST_BLOCK: (c) =>
    acting(
      'The asserter is late: one proof wins now',
      `It let its turn run out. The app proves ${proofBlock(c)}, the first one in dispute, without any more cutting.`
    ),
  CHALLENGER_LATE_COLLECT: () =>
    acting(
      'The challenger is late: its bond is yours',
      'It let its turn run out. The app closes the challenge and wins.'
    ),
  OUTPUT_DELETED_CANCEL: (c) =>
    acting(
      'Cancelling, to get your bond back',
      `Somebody else had ${output(c)} deleted, so there is nothing left to challenge. The bond comes back if the app cancels in time.`
    ),
  PROOF_RUNNING: () =>
    calm(
      'The proof is being made',
      'It can take hours. The app sends it as soon as it is there, and picks it up again after a restart.'
    ),
  THEIR_TURN: theirTurn,
  OUTPUT_FINALIZED: finalized,
  GAME_OVER: () =>
    calm('This challenge is over', 'The contract has closed it. The result appears here with the next events.'),
  NOT_MY_GAME: () =>
    calm('Nothing for you to do', 'Two other validators play this challenge. Nothing of yours is at stake.'),
  ROLE_OFF: roleOff,
  NO_KEY: (c) =>
    stuck(
      'No move is made: there is no key',
      'The app knows the account but has no key for it; one on a Ledger cannot answer in time by itself.',
      `Set a key source in the settings before the deadline: ${bondAtStake(c)}.`
    ),
  MOVE_PENDING: () =>
    acting(
      'Your move is on its way',
      'The transaction is published and waits for a block. Its fee is raised if it has to wait.'
    ),
  CREATION_WINDOW_OVER: (c) =>
    calm(`Too late to challenge ${output(c)}`, 'The time in which it could be challenged is over.'),
  CANNOT_CREATE: (c) =>
    stuck(
      `You cannot challenge ${output(c)}`,
      'Its root differs from your node’s, but this account may not challenge it.',
      'Only an active validator that is not in jail may: the Overview says what yours is.'
    ),
  OWN_TIMEOUT_NEVER_AGAIN: (c) => ({
    ...calm(
      `${capital(output(c))} is not challenged again`,
      'Your own challenge of it ran out. A second one would lose that bond and jail your validator, so the app never sends it.'
    ),
    tone: 'warning'
  }),
  OUTPUT_IS_MINE: (c) =>
    stuck(
      `Your node no longer agrees with your own ${output(c)}`,
      'Nobody can challenge an output of their own, but others can: its bond is at risk.',
      'Compare your node with another operator’s. If it was wrong when the output was submitted, find out why before it submits the next one.'
    ),
  OUTPUT_AGREES: (c) => ({ ...calm(`${capital(output(c))} is right`, 'Your node agrees with it.'), tone: 'ok' }),
  ROOTS_UNAVAILABLE: (c) =>
    stuck(
      'No move is made: your node gives no roots',
      'The move needs output roots that your rollup node does not give.',
      `Check that the rollup node runs, is in sync and keeps old blocks. The app goes on asking; ${bondAtStake(c)}.`
    ),
  FIRST_SEGMENT_DIFFERS: () =>
    stuck(
      'No move is made: not even the start is agreed',
      'Both sides should agree on the root where the disputed part begins, but your node has another one there. Nothing sent now would stand.',
      'Compare that block with another operator’s node or a block explorer. If yours is wrong, repair it before the deadline.'
    ),
  NO_SEGMENT_DIFFERS: () =>
    stuck(
      'No move is made: there is no difference left',
      'Your node agrees with every root that the other side sent, so there is no part to go on with.',
      'Either your node has changed since your last move, or the other side has. Compare it with another operator’s node.'
    ),
  SOURCES_DISAGREE: () =>
    stuck(
      'No move is made: your two sources disagree',
      'They give different roots for the same block, and a move cannot be taken back.',
      'Find out which one is wrong: compare both with another operator’s node. Then repair it, or take it out of the settings.'
    ),
  BOND_TOO_SMALL: (c) =>
    stuck(
      `Not enough free KRO to challenge ${output(c)}`,
      'A challenge locks a bond of its own, and less than that is free.',
      'Deposit KRO, or wait: bonds come back when outputs are paid.'
    ),
  MOVE_REFUSED: () => ({
    ...calm(
      'The move was refused before it was sent',
      'It would have failed on the chain. The app looks again and tries anew.'
    ),
    todo: 'Nothing at first. If it stays so, see Health on the Overview, and the log.',
    tone: 'warning'
  }),
  PROVER_MISSING: () =>
    stuck(
      'No prover for the proof that is needed',
      'The challenge is down to one block, but no prover is set up for the kind of proof that this block needs.',
      'Add the prover to the settings and restart: without a proof before the deadline, the challenge and its bond are lost.'
    ),
  PROOF_FAILED: () =>
    stuck(
      'The proof could not be made',
      'The prover gave up or answered with something that is no proof.',
      'Look at the prover itself: its log, its disk, its version. The app asks again when that can help; without a proof before the deadline, the bond is lost.'
    ),
  TOO_LATE: tooLate,
  DEADLINE_PASSING: () => calm('A deadline has just passed', 'The next L1 block decides which moves are allowed now.'),
  OUTPUT_DELETED: (c) =>
    calm(
      `${capital(output(c))} is deleted`,
      'There is nothing left to defend: the challenger only gets its bond back.'
    ),
  SIGNING_PAUSED: (c) =>
    stuck(
      'No move is made: signing is paused',
      'The app saw something about this account’s transactions that it cannot explain, and signs nothing until somebody has looked.',
      `See the top of the Overview and settle it before the deadline: ${bondAtStake(c)}.`
    ),
  SEGMENTS_UNEXPLAINED: () =>
    stuck(
      'No move is made: the contract holds something unknown',
      'The disputed part is cut in a way that the contract’s own rules do not explain.',
      'Check that the contract addresses in the settings are the network’s own, and that this app is up to date.'
    ),
  GAME_IS_ON: (c) => calm(`You challenge ${output(c)} already`, 'Your own challenge of it is running.'),
  COUNCIL_DISMISSED: (c) => ({
    ...calm(
      `${capital(output(c))} is not challenged again`,
      'The Security Council dismissed a proof against it. Another one would lose another bond, so the app does not send it.'
    ),
    todo: 'If you are sure that the output is wrong, talk to the network’s operators.',
    tone: 'warning'
  }),
  PREVIOUS_OUTPUT_DIFFERS: (c) => ({
    ...calm(
      `${capital(output(c))} has to wait`,
      'The output before it is wrong too and has to be deleted first. Then the app challenges this one.'
    ),
    tone: 'notice'
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
