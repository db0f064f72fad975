/** Every condition of every action. Texts are the renderer's, keyed by these. */
export const conditionCodes = [
  'STATUS_NONE',
  'STATUS_NOT_NONE',
  'STATUS_READY',
  'STATUS_REGISTERED_OR_MORE',
  'STATUS_ACTIVE',
  'SIGNER_IS_EOA',
  'IN_JAIL',
  'NOT_IN_JAIL',
  'JAIL_TERM_OVER',
  'AMOUNT_POSITIVE',
  'AMOUNT_AT_LEAST_MIN_REGISTER',
  'AMOUNT_ACTIVATES',
  'KRO_IN_WALLET',
  'KRO_APPROVED',
  'COMMISSION_IN_RANGE',
  'COMMISSION_DIFFERS',
  'NO_COMMISSION_PENDING',
  'COMMISSION_CHANGE_INITIATED',
  'COMMISSION_DELAY_OVER',
  'WITHDRAW_ACCOUNT_NOT_OWN',
  'WITHDRAW_ACCOUNT_SET',
  'DELEGATION_PERIOD_OVER',
  'AMOUNT_WITHIN_FREE',
  'V1_BOND_DUE',
  'AMOUNT_WITHIN_V1_BALANCE',
  'OUTPUT_MY_TURN',
  'OUTPUT_ROOT_AGREED',
  'ETH_FOR_FEE',
  'FEE_COVERS_BASE',
  'NO_FOREIGN_PENDING',
  'STILL_WAITING',
  'CALL_SUCCEEDS',
  'SOURCES_AGREE'
] as const
export type ConditionCode = (typeof conditionCodes)[number]

/** What a contract can say no with when it is called for an operator action. `errorName` and `args` are the chain's own words. */
export type ActionRevert = { code: ActionRevertCode; errorName: string; args: string }

/** Custom errors of ValidatorManager and AssetManager that the operator's calls can meet, submissions included. */
export const customErrorCodes = [
  'ImproperValidatorStatus',
  'InsufficientAsset',
  'NotAllowedCaller',
  'NotAllowedZeroInput',
  'NotElapsedMinDelegationPeriod',
  'ZeroAddress',
  'MaxCommissionRateExceeded',
  'SameCommissionRate',
  'NotElapsedCommissionChangeDelay',
  'NotInitiatedCommissionChange',
  'NotElapsedJailPeriod',
  'NotSelectedPriorityValidator',
  'MptFirstOutputRestricted'
] as const

/** Reverts with a text: the token's, the old pool's and the oracle's, each with its code. */
export const textErrorCodes = {
  'ERC20: insufficient allowance': 'KRO_NOT_APPROVED',
  'ERC20: transfer amount exceeds balance': 'KRO_BALANCE_TOO_LOW',
  'ERC20: approve to the zero address': 'ZERO_ADDRESS_TEXT',
  'ValidatorPool: no bond that can be unbond': 'V1_NO_BOND_DUE',
  'ValidatorPool: insufficient balances': 'V1_BALANCE_TOO_LOW',
  'ValidatorPool: cannot withdraw to the zero address': 'ZERO_ADDRESS_TEXT',
  'ValidatorPool: ETH transfer failed': 'V1_RECIPIENT_REFUSED',
  'ReentrancyGuard: reentrant call': 'REENTRANT_CALL',
  'L2OutputOracle: block number must be equal to next expected block number': 'OUTPUT_NOT_NEXT',
  'L2OutputOracle: cannot submit L2 output in the future': 'OUTPUT_TOO_EARLY',
  'L2OutputOracle: block hash does not match the hash at the expected height': 'OUTPUT_L1_REORGED',
  'L2OutputOracle: only the next selected validator can submit output': 'OUTPUT_OF_ANOTHER'
} as const

/** Every code that a refused call is explained by. */
export const actionRevertCodes = [...customErrorCodes, ...Object.values(textErrorCodes), 'UNKNOWN_REVERT'] as const
export type ActionRevertCode = (typeof actionRevertCodes)[number]

/** The code of a decoded revert (`errorName` is `Error` for a text, which is then in `args`). Total. */
export function actionRevert({ errorName, args }: { errorName: string; args: string }): ActionRevert {
  const custom = customErrorCodes.find((name) => name === errorName)
  const text = errorName === 'Error' ? textErrorCodes[args as keyof typeof textErrorCodes] : undefined
  return { code: custom ?? text ?? 'UNKNOWN_REVERT', errorName, args }
}

/** Why an action was not taken, or what became of it: `error.code` of a refused command, `code` of a failed record. */
export const actionErrorCodes = [
  'ACTIONS_UNAVAILABLE',
  'ACTION_INPUT_INVALID',
  'ACTION_UNKNOWN',
  'ACTION_ALREADY_USED',
  'ACTION_EXPIRED',
  'ACTION_NOT_POSSIBLE',
  'ACTION_NEEDS_DEVICE',
  'ACTION_NEEDS_HOT_KEY',
  'ACTION_NOT_WAITING',
  'NO_LONGER_WANTED',
  'SUBMISSION_UNDER_WAY',
  'SIGNING_PAUSED',
  'WITHDRAW_ACCOUNT_UNKNOWN',
  'SIGNATURE_MALFORMED',
  'SIGNATURE_OF_OTHER_ACCOUNT',
  'FEE_CAP_REACHED',
  'NONCE_MOVED',
  'FOREIGN_PENDING',
  'FEE_TOO_LOW',
  'UNDERPRICED',
  'INSUFFICIENT_FUNDS',
  'CONTRACT_REVERT',
  'DISPLACED',
  'INTERRUPTED',
  'RECHECK_FAILED',
  'SIGNER_FAILED',
  'REPLACED',
  'CANCELLED',
  'CANCEL_TOO_LATE',
  'TX_REVERTED',
  'TX_REFUSED',
  'TX_UNDONE',
  'NONCE_CONFLICT',
  'PROOF_EVENT_MISSING',
  'PROOF_STATE_DIFFERS',
  'PROOF_UNAVAILABLE'
] as const
export type ActionErrorCode = (typeof actionErrorCodes)[number]
