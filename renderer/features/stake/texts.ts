import type { ActionKind, ActionStage, ActionStep } from '../../../shared/domain/action.ts'

/** Words of the Stake screen that belong to no value. Those of actions, conditions and errors are in files of their own. */
export const texts = {
  title: 'Stake',
  money: 'KRO',
  own: 'Own',
  ownNote: 'without delegations',
  bonded: 'Bonded',
  bondedNote: 'per output',
  free: 'Free',
  wallet: 'In the wallet',
  walletNote: 'of the validator',
  withdrawWallet: 'Withdrawn',
  withdrawWalletNote: 'in the withdraw account',
  eth: 'ETH for fees',
  weight: 'Weight',
  weightOwn: 'own',
  weightDelegated: 'delegated',
  chance: 'Chance of priority',
  notDrawnInJail: 'Not drawn while in jail.',
  clocks: 'Clocks',
  accounts: 'Accounts',
  validatorAccount: 'Validator',
  withdrawAccount: 'Withdraw account',
  noWithdrawAccount: 'set by the registration',
  byKey: 'key in this app',
  byLedger: 'Ledger',
  canWithdraw: 'Withdraw',
  jail: 'Jail',
  commissionDue: 'Commission change',
  now: 'possible now',
  notInJail: 'not in jail',
  jailOver: 'term over: unjail',
  noChange: 'none under way',
  finalizable: 'can be finalized',
  actions: 'What you can do',
  underWay: 'Under way',
  past: 'Signed before',
  pastEmpty: 'Nothing was signed here yet.',
  open: 'Open',
  possible: 'possible',
  notPossible: 'not now',
  needless: 'no need',
  depends: 'depends on what you enter',
  back: 'Stake',
  loading: 'Reading the chain…',
  retry: 'Try again',

  conditions: 'Conditions',
  showConditions: 'Show them',
  met: 'met',
  unmet: 'not met',
  unknown: 'open',
  warningOnly: 'a warning, not an obstacle',
  until: 'in',
  input: 'What to do',
  noInput: 'Nothing needs to be entered.',
  max: 'Max',
  consequences: 'What comes of it',
  noConsequences: 'Enter a value, and its consequences appear here.',
  looking: 'Checking against the chain…',
  review: 'Review the transaction',
  transaction: 'Transaction',
  notSignable: 'It can be looked at, but not signed: a condition is not met.',
  notSeenYet: 'It appears here as soon as there is something to call.',
  calls: 'Calls',
  plainTransfer: 'A transfer of nothing to the account itself, which uses up the place of the other one.',
  sends: 'With',
  noArguments: 'no values',
  from: 'Signed by',
  to: 'Contract',
  toAccount: 'To',
  stepOf: 'Step',
  feeNow: 'Fee at today’s price',
  feeMost: 'Never more than',
  simulation: 'Trial run',
  trialOk: 'works',
  trialReverts: 'would be refused',
  trialNoAnswer: 'no answer',
  primary: 'at the newest block',
  second: 'on a second source',
  validFor: 'valid for',
  expired: 'It has become too old: fees and conditions may have changed.',
  prepareAgain: 'Prepare again',
  change: 'Back',

  signature: 'Signature',
  keyHint: 'The key of this account is in the app. It signs after you confirm.',
  signAndSend: 'Sign and send',
  confirmTitle: 'Sign and send this?',
  confirmYes: 'Sign and send',
  confirmNo: 'Not yet',
  signing: 'Signing…',
  ledgerTitle: 'Your Ledger will show',
  compareApproval:
    'Of an approval of a token that it does not know, the Ledger shows only these two lines. What is approved, and to whom, stands above: it is for this amount only.',
  signOnLedger: 'Sign on the Ledger',
  signAgain: 'Sign again',
  waiting: 'Waiting for the Ledger…',
  busy: {
    key: 'Signing…',
    connecting: 'Asking the Ledger…',
    searching: 'Looking for the account on the Ledger…',
    reviewing: 'Waiting for you: review and approve it on the Ledger.',
    sending: 'Signed. Sending…'
  },
  showOnLedger: 'Show this account on the Ledger',
  accountPath: 'Account on the Ledger',
  accountUnknown: 'looked for when you sign',
  accountConfirmed: 'confirmed on the device',
  practiceLedger: 'Practice Ledger',
  practiceHint:
    'On the practice network the Ledger is on screen: compare, then approve or reject with its buttons. To lock it, unplug it or put in another seed, see',
  practiceMore: 'the Practice screen',
  udev: 'udev rule for Linux',
  copy: 'Copy',
  copied: 'Copied',

  askedUntil: 'It counts as yours for',
  askedLate: 'Your round is over, but nobody has submitted it: whoever is first does.',
  askedOver: 'Nothing waits for your signature now.',
  askedOverTodo: 'If the Ledger still shows an output, reject it there. You are told when the next one is yours.',

  tracking: 'Progress',
  raised: 'with a higher fee',
  replace: 'Raise the fee',
  cancel: 'Cancel it',
  replaceHint:
    'Until it is in a block, it can be sent again with a higher fee, or be cancelled. Either is signed like the first one.',
  continue: 'Continue with step 2',
  done: 'Done',
  doAnother: 'Start another one',
  proof: 'What it did',
  proofBefore: 'before',
  proofAfter: 'after',
  proofAsExpected: 'as expected',
  proofOther: 'not as expected',
  event: 'Event',
  block: 'L1 block',
  gas: 'Gas used',
  fee: 'Fee paid',
  hash: 'Transaction',
  byTimer: 'by a timer'
} as const

export type ActionText = {
  /** In lists and as the flow's title. */
  title: string
  about: string
  /** Of the confirmation, with the values beside it. */
  verb: string
}

export const actionTexts: Record<ActionKind, ActionText> = {
  register: {
    title: 'Register',
    about: 'Makes this account a validator, with its first KRO, its commission and, for ever, its withdraw account.',
    verb: 'Register as a validator'
  },
  deposit: {
    title: 'Deposit',
    about: 'Adds KRO from the validator’s wallet. Starts the waiting time for withdrawals anew.',
    verb: 'Deposit'
  },
  withdraw: {
    title: 'Withdraw',
    about: 'Takes free KRO out, to the withdraw account. Signed by the withdraw account.',
    verb: 'Withdraw'
  },
  activate: {
    title: 'Activate',
    about: 'Puts a validator that is ready into the draws.',
    verb: 'Activate the validator'
  },
  unjail: {
    title: 'Unjail',
    about: 'Releases the validator once its jail term is over, and resets its misses.',
    verb: 'Release the validator from jail'
  },
  'commission-init': {
    title: 'Change the commission',
    about: 'First of two steps. The change can be finalized after a waiting time.',
    verb: 'Start a commission change'
  },
  'commission-finalize': {
    title: 'Finalize the commission',
    about: 'Second of two steps: makes the pending rate the valid one.',
    verb: 'Finalize the commission change'
  },
  'v1-unbond': {
    title: 'Release old bonds',
    about: 'The old ETH pool, from before KRO: frees bonds whose time is over.',
    verb: 'Release bonds of the old pool'
  },
  'v1-withdraw': {
    title: 'Withdraw from the old pool',
    about: 'ETH of the old pool, to the validator’s account.',
    verb: 'Withdraw from the old pool'
  },
  'v1-withdraw-to': {
    title: 'Withdraw from the old pool to',
    about: 'ETH of the old pool, to another account.',
    verb: 'Withdraw from the old pool'
  },
  'submit-output': {
    title: 'Submit output',
    about: 'The next output is this validator’s to submit, and its key is on your Ledger: sign it there.',
    verb: 'Submit output'
  }
}

export const stepTexts: Record<ActionStep, string> = {
  approve: 'Approve',
  call: 'The action itself',
  cancel: 'Cancel'
}

export const stageTexts: Record<ActionStage, { title: string; waiting: string }> = {
  prepared: { title: 'Prepared', waiting: 'to be signed' },
  signed: { title: 'Signed and kept', waiting: 'being sent' },
  published: { title: 'Sent', waiting: 'waits for a block' },
  confirmed: { title: 'In a block', waiting: 'being checked' },
  verified: { title: 'Checked on chain', waiting: '' },
  failed: { title: 'Failed', waiting: '' }
}
