import type { GateName } from '../../../shared/domain/health.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'
import type { Tone } from '../../ui/tone.ts'

/** Every word of the Overview that does not depend on a value. The reasons to wait are in wait-texts.ts, the remedies in health-texts.ts. */
export const texts = {
  next: 'What happens next',
  money: 'Money',
  standing: 'Your validator',
  outputs: 'Last outputs',
  health: 'Health',
  allOutputs: 'All outputs',
  disputes: 'Open challenges',
  allDisputes: 'All challenges',
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Try again',
  nothingNext: 'Nothing, while it is paused',
  nothingNextWhy:
    'A priority round that falls to this validator meanwhile counts as missed. Resume, and the engine checks everything again and goes on from there.',
  readingNext: 'Reading the chain',
  readingNextWhy: 'The next step appears here as soon as the state of the contracts is known.',
  noEndpoints: 'None yet: they appear when the engine has started.',
  away: 'Going away?',
  awayTitle: 'May the app be closed for a while?',
  backAt: 'Back at',
  backAtHint: 'The next time the clock shows this; nothing is changed.',
  noTime: 'a time of day, for example 18:00',
  noTimeYet: 'Type when you will be back.',
  awayUnknown: 'The chain has not been read yet: the answer appears as soon as it is.',
  awayNote:
    'Chances are by the weights of this moment. The loss is the most there can be: every bond of this moment, if disputes begin and nobody answers.',
  close: 'Close',
  pauseTitle: 'Pause the validator?',
  pauseBody:
    'The engine stops after finishing what it has begun. While it is paused, nothing is submitted: a priority round that falls to this validator counts as missed, and the third miss in a row leads to jail.',
  pauseMine: 'The next output is yours to submit. Pausing now is likely to cost you that round.',
  pauseYes: 'Pause',
  pauseNo: 'Keep running',
  noPending: 'No transaction under way',
  noOutputs: 'No outputs yet',
  noOutputsWhen: 'The first one appears here as soon as any validator submits it.',
  healthy: 'Nothing needs your attention.',
  healthySoFar: 'No problems found so far.',
  healthUnwatched: 'Nothing is watched while the engine is paused.',
  startChecks: 'Start checks'
} as const

/** Words of the network, each with a hint beside it. */
export const hints = {
  rounds:
    'For each output one validator is drawn by weight and may submit it alone for a while: the priority round. If it does not, any active validator may: the public round.',
  chance:
    'Each output goes to one validator by a draw. The chance is your weight, which is your own and the delegated KRO, as a part of all active weight.',
  misses:
    'A priority round of yours in which somebody else submitted counts as a miss. Too many of them in a row lead to jail, where nothing can be earned.',
  commission: 'The part of your delegators’ rewards that is yours.',
  bonded:
    'KRO held as security for outputs that are not final yet. It comes back when the output is paid, and is lost if the output is proven wrong.'
} as const

export const statusTexts: Record<ValidatorStatus, { text: string; tone: Tone; hint: string }> = {
  NONE: { text: 'Not registered', tone: 'critical', hint: 'This account has not been registered as a validator.' },
  EXITED: {
    text: 'Exited',
    tone: 'critical',
    hint: 'The own KRO fell below the least amount for a validator. A deposit brings it back.'
  },
  REGISTERED: { text: 'Registered', tone: 'warning', hint: 'Registered, but with too little weight to be active.' },
  READY: { text: 'Ready', tone: 'warning', hint: 'Has enough weight, but has not been activated yet.' },
  INACTIVE: { text: 'Inactive', tone: 'warning', hint: 'The weight fell below what an active validator needs.' },
  ACTIVE: { text: 'Active', tone: 'ok', hint: 'Takes part in the draw for each output.' }
}

export const gateTexts: Record<GateName, { title: string; doing: string }> = {
  settings: { title: 'Settings are valid', doing: 'checking the settings' },
  chains: { title: 'Endpoints are on the right chains', doing: 'asking the endpoints for their chain' },
  contracts: { title: 'Contracts answer', doing: 'looking for the contracts' },
  addresses: { title: 'Contracts name each other', doing: 'comparing the contract addresses' },
  account: { title: 'Account is a validator', doing: 'looking up the account' },
  node: { title: 'Own node is in sync', doing: 'waiting for the node to be in sync' },
  journal: { title: 'Earlier transactions accounted for', doing: 'comparing earlier transactions with the chain' }
}
