import type { ConditionCode } from '../../../shared/domain/action-codes.ts'

export type ConditionText = {
  /** What must hold. */
  title: string
  /** Before the value. */
  value: string
  /** Before what it is held against. */
  wanted: string
  /** What to do when it does not hold. */
  todo: string
}

const text = (title: string, value: string, wanted: string, todo: string): ConditionText => ({
  title,
  value,
  wanted,
  todo
})

const nothingToDo = 'Nothing but waiting helps.'

export const conditionTexts: Record<ConditionCode, ConditionText> = {
  STATUS_NONE: text(
    'The account is not registered yet',
    'It is',
    'wanted',
    'It is registered already. Deposit instead.'
  ),
  STATUS_ACTIVE: text('The validator is active', 'It is', 'wanted', 'Only an active validator may submit.'),
  OUTPUT_MY_TURN: text(
    'The output is yours to submit',
    'Your round ends',
    '',
    'Somebody else’s turn has come: there is nothing to sign.'
  ),
  OUTPUT_ROOT_AGREED: text(
    'Your own node gives its root, and no second source objects',
    '',
    '',
    'See Health on the Overview: the sources must agree first.'
  ),
  STATUS_NOT_NONE: text('The account is registered', 'It is', 'wanted', 'Register first.'),
  STATUS_READY: text('The validator is ready', 'It is', 'wanted', 'Only a validator that is ready can be activated.'),
  STATUS_REGISTERED_OR_MORE: text(
    'The validator is registered with enough KRO',
    'It is',
    'at least',
    'Deposit KRO until it is registered again.'
  ),
  SIGNER_IS_EOA: text(
    'The account is a plain one',
    'Without code:',
    '',
    'An account with code cannot be registered. Remove its delegation, or use another account.'
  ),
  IN_JAIL: text('The validator is in jail', 'In jail:', '', 'The validator is not in jail.'),
  NOT_IN_JAIL: text(
    'The validator is not in jail',
    'Term until',
    '',
    'Unjail it first: that is possible once the term is over.'
  ),
  JAIL_TERM_OVER: text('The jail term is over', 'From', '', nothingToDo),
  AMOUNT_POSITIVE: text('The amount is more than zero', 'Entered', '', 'Enter an amount.'),
  AMOUNT_AT_LEAST_MIN_REGISTER: text(
    'The amount is enough to register',
    'Entered',
    'at least',
    'Less than the minimum: enter more.'
  ),
  AMOUNT_ACTIVATES: text(
    'The amount is enough to be active at once',
    'Entered',
    'at least',
    'With less, the validator is registered but not drawn until it has more weight.'
  ),
  KRO_IN_WALLET: text(
    'The validator’s wallet holds the KRO',
    'Entered',
    'in the wallet',
    'More than the wallet holds: enter less, or send KRO to the validator’s account on L1.'
  ),
  KRO_APPROVED: text(
    'The contract may take the KRO',
    'Approved',
    'wanted',
    'The first of two transactions approves exactly this amount.'
  ),
  COMMISSION_IN_RANGE: text('The rate is 100 % at most', 'Entered', 'at most', 'Enter 0 to 100.'),
  COMMISSION_DIFFERS: text('The rate is a new one', 'Entered', 'valid now', 'This is the rate already.'),
  NO_COMMISSION_PENDING: text(
    'No other change is under way',
    'Pending:',
    '',
    'It would be replaced, and the waiting time would start anew.'
  ),
  COMMISSION_CHANGE_INITIATED: text('A change was started', 'Pending:', '', 'No change was started.'),
  COMMISSION_DELAY_OVER: text('The waiting time is over', 'From', '', nothingToDo),
  WITHDRAW_ACCOUNT_NOT_OWN: text(
    'The withdraw account is another account',
    'Entered',
    '',
    'This is the validator’s own account: whoever gets its key gets the KRO too. Use an account on a Ledger.'
  ),
  WITHDRAW_ACCOUNT_SET: text('There is a withdraw account', 'It is', '', 'It is set by the registration.'),
  DELEGATION_PERIOD_OVER: text(
    'The waiting time since the last deposit is over',
    'From',
    '',
    'Nothing but waiting helps; another deposit starts it anew.'
  ),
  AMOUNT_WITHIN_FREE: text(
    'The amount is free',
    'Entered',
    'free',
    'More than what is free: enter less, or wait until bonds come back.'
  ),
  V1_BOND_DUE: text('A bond of the old pool can be released', '', '', 'None is due yet.'),
  AMOUNT_WITHIN_V1_BALANCE: text(
    'The old pool holds the ETH',
    'Entered',
    'in the pool',
    'More than the pool holds: enter less.'
  ),
  ETH_FOR_FEE: text(
    'There is ETH for the fee',
    'In the account',
    'at most needed',
    'Send ETH on L1 to the account that signs.'
  ),
  FEE_COVERS_BASE: text(
    'The fee limit covers the price of today',
    'Limit per gas',
    'price now',
    'Gas is dearer than your limit in the settings: wait, or raise it.'
  ),
  NO_FOREIGN_PENDING: text(
    'No transaction of another program waits',
    'Waiting:',
    '',
    'Another program sent a transaction from this account. Let it be mined or cancel it there.'
  ),
  STILL_WAITING: text('The other one still waits', '', '', 'It is in a block already: nothing can take its place.'),
  CALL_SUCCEEDS: text('A trial run works', '', '', 'The contract would refuse it: see the transaction.'),
  SOURCES_AGREE: text(
    'Two sources of L1 say the same',
    '',
    '',
    'One of them is behind or wrong. Try again in a moment; if it lasts, check your L1 endpoints.'
  )
}
