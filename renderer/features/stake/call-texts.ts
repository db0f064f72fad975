import type { DecodedCall } from '../../../shared/domain/action.ts'

/** Functions of the contracts, in words. */
const functionTexts: Record<string, string> = {
  approve: 'lets the contract take this much KRO from the wallet, once, and no more',
  registerValidator: 'registers the validator',
  deposit: 'puts KRO from the wallet to the validator’s own',
  withdraw: 'pays out to the account that signs',
  withdrawTo: 'pays out to another account',
  unbond: 'frees the bonds whose time is over',
  activateValidator: 'puts the validator into the draws',
  tryUnjail: 'releases the validator from jail',
  initCommissionChange: 'starts the change of the commission',
  submitL2Output: 'submits the output that your own node gives, and bonds KRO for it',
  finalizeCommissionChange: 'makes the pending commission the valid one'
}

const argumentTexts: Record<string, string> = {
  spender: 'Contract that may take it',
  amount: 'Amount',
  assets: 'Amount',
  commissionRate: 'Commission',
  newCommissionRate: 'New commission',
  withdrawAccount: 'Withdraw account',
  validator: 'Validator',
  to: 'To',
  outputIndex: 'Output',
  l2BlockNumber: 'L2 block',
  outputRoot: 'Output root'
}

/** `AssetManager.withdraw`; null for a plain transfer. */
export const callName = ({ contract, functionName }: DecodedCall): string | null =>
  functionName === null ? null : `${contract ?? ''}.${functionName}`

export const callText = ({ functionName }: DecodedCall): string => functionTexts[functionName ?? ''] ?? ''

export const argumentText = (name: string): string => argumentTexts[name] ?? name

const factTexts: Record<string, string> = {
  allowance: 'KRO that the contract may take',
  ownKro: 'Own KRO',
  withdrawWallet: 'KRO in the withdraw account',
  commission: 'Commission',
  withdrawAccount: 'Withdraw account',
  status: 'Status',
  inJail: 'In jail',
  pendingCommission: 'Pending commission',
  canFinalizeAt: 'Can be finalized',
  v1Balance: 'ETH in the old pool'
}

/** What was compared after the action was mined. */
export const factText = (name: string): string => factTexts[name] ?? name
