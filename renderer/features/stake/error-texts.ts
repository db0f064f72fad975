import { type ActionErrorCode, type ActionRevertCode, actionErrorCodes } from '../../../shared/domain/action-codes.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { errorText } from '../../app/error-texts.ts'

export type ErrorText = { title: string; todo: string }
const text = (title: string, todo: string): ErrorText => ({ title, todo })

const again = 'Prepare it again.'

/** Why an action was refused, or what became of it. */
export const actionErrorTexts: Record<ActionErrorCode, ErrorText> = {
  ACTIONS_UNAVAILABLE: text('The validator is not running', 'Start it on the Overview: actions need its connection.'),
  ACTION_INPUT_INVALID: text('What was entered cannot be used', 'Correct the field, and try again.'),
  ACTION_UNKNOWN: text('The app does not know this transaction any more', again),
  ACTION_ALREADY_USED: text('This was signed before', 'See its progress; to do it once more, start another one.'),
  ACTION_EXPIRED: text('The prepared transaction has become too old', again),
  ACTION_NOT_POSSIBLE: text('A condition does not hold any more', 'Nothing was sent. Look at the conditions.'),
  ACTION_NEEDS_DEVICE: text('This is signed on a Ledger', 'Connect the Ledger that holds the account.'),
  ACTION_NEEDS_HOT_KEY: text('This is signed by the key in the app', 'Confirm it here.'),
  ACTION_NOT_WAITING: text('It does not wait any more', 'It is in a block, or was never sent. See its progress.'),
  NO_LONGER_WANTED: text(
    'There is no output for you to submit now',
    'The round is over, or somebody else submitted it. Nothing was sent, and nothing was lost but the round.'
  ),
  SUBMISSION_UNDER_WAY: text(
    'This output was signed before',
    'Nothing was sent a second time. See its progress under “Under way” on the Stake screen.'
  ),
  SIGNING_PAUSED: text('Signing is paused', 'See Health on the Overview for the reason, and try again afterwards.'),
  WITHDRAW_ACCOUNT_UNKNOWN: text('There is no withdraw account yet', 'It is set by the registration.'),
  SIGNATURE_MALFORMED: text('The Ledger gave back no signature', 'Nothing was sent. Sign again.'),
  SIGNATURE_OF_OTHER_ACCOUNT: text(
    'Another account signed it',
    'Nothing was sent. Connect the Ledger that holds the account, and sign again.'
  ),
  FEE_CAP_REACHED: text('The fee is at your limit', 'Wait until gas is cheaper, or raise the limit in the settings.'),
  NONCE_MOVED: text('Another transaction of this account came first', `Nothing was sent. ${again}`),
  FOREIGN_PENDING: text(
    'A transaction of another program waits on this account',
    'Let it be mined, or cancel it there. Then prepare it again.'
  ),
  FEE_TOO_LOW: text('Gas has become dearer than the fee', `Nothing was sent. ${again}`),
  UNDERPRICED: text('The fee is too low for its place', `Nothing was sent. ${again}`),
  INSUFFICIENT_FUNDS: text('There is not enough ETH for the fee', 'Send ETH on L1 to the account that signs.'),
  CONTRACT_REVERT: text('The contract would refuse it', 'Nothing was sent. Look at the conditions.'),
  DISPLACED: text('Another transaction took its place', 'It can never be mined. Look at what the other one did.'),
  INTERRUPTED: text(
    'The app ended while it was being sent',
    'Look at the account in a block explorer before you do it again.'
  ),
  RECHECK_FAILED: text('The last look before sending failed', `Nothing was sent. ${again}`),
  SIGNER_FAILED: text('It could not be signed', `Nothing was sent. ${again}`),
  REPLACED: text('The one with the higher fee was mined instead', 'Nothing needs doing.'),
  CANCELLED: text('It was cancelled', 'Nothing but the fee of the cancellation was paid.'),
  CANCEL_TOO_LATE: text('The cancellation came too late', 'The action was mined before.'),
  TX_REVERTED: text('The contract refused it', 'Only the fee was paid. Look at the conditions before you try again.'),
  TX_REFUSED: text('The nodes refused it', `It was not sent. ${again}`),
  TX_UNDONE: text(
    'The block that held it was taken back',
    'The network undid it. Look at the conditions and do it again.'
  ),
  NONCE_CONFLICT: text(
    'Another program uses this account at the same time',
    'Look at what the other transaction did before you do this again.'
  ),
  PROOF_EVENT_MISSING: text(
    'It was mined, but the contract did not report what was expected',
    'Look at the transaction in a block explorer.'
  ),
  PROOF_STATE_DIFFERS: text(
    'It was mined, and something else changed in the same block',
    'Compare the values below; another transaction or a payment may be the reason.'
  ),
  PROOF_UNAVAILABLE: text(
    'It was mined, but could not be checked',
    'No node had the values. They are looked at again at the next start.'
  )
}

const isActionError = (code: string): code is ActionErrorCode => (actionErrorCodes as readonly string[]).includes(code)

/** A refused command in words. */
export const refusalText = (error: WireError): ErrorText =>
  isActionError(error.code) ? actionErrorTexts[error.code] : errorText(error)

/** What became of a record, in words; null while nothing is wrong. */
export const outcomeText = (code: string | null, message: string | null): ErrorText | null => {
  if (code === null) return null
  if (isActionError(code)) return actionErrorTexts[code]
  return text(message ?? 'It failed for an unknown reason.', `The log has more under “${code}”.`)
}

/** Why the contract says no. */
export const revertTexts: Record<ActionRevertCode, string> = {
  ImproperValidatorStatus: 'The validator’s status does not allow it.',
  InsufficientAsset: 'The amount is more than what is free, or less than the minimum.',
  NotAllowedCaller: 'Another account has to sign this.',
  NotAllowedZeroInput: 'The amount is zero.',
  NotElapsedMinDelegationPeriod: 'The waiting time since the last deposit is not over.',
  ZeroAddress: 'The account is zero.',
  MaxCommissionRateExceeded: 'The rate is above 100 %.',
  SameCommissionRate: 'The rate is the valid one already.',
  NotElapsedCommissionChangeDelay: 'The waiting time of the commission change is not over.',
  NotInitiatedCommissionChange: 'No commission change was started.',
  NotElapsedJailPeriod: 'The jail term is not over.',
  KRO_NOT_APPROVED: 'The contract may not take the KRO yet.',
  KRO_BALANCE_TOO_LOW: 'The wallet does not hold enough KRO.',
  ZERO_ADDRESS_TEXT: 'The account is zero.',
  V1_NO_BOND_DUE: 'No bond of the old pool is due.',
  V1_BALANCE_TOO_LOW: 'The old pool does not hold so much ETH.',
  V1_RECIPIENT_REFUSED: 'The account does not take the ETH.',
  REENTRANT_CALL: 'The contract was called by itself.',
  NotSelectedPriorityValidator: 'Another validator has the priority round.',
  MptFirstOutputRestricted: 'Only the trusted validator may submit this output.',
  OUTPUT_NOT_NEXT: 'Another output is next by now.',
  OUTPUT_TOO_EARLY: 'The output is not due yet.',
  OUTPUT_L1_REORGED: 'A reorg of L1 took the block that it rests on. Prepare it again.',
  OUTPUT_OF_ANOTHER: 'Another validator has the priority round.',
  UNKNOWN_REVERT: 'It gives a reason that this app does not know.'
}
