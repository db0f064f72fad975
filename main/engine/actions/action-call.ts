import { encodeFunctionData } from 'viem'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ActionStep, DecodedCall, SignerRole } from '../../../shared/domain/action.ts'
import type { ActionIntent, SubmitIntent } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { address, count, eth, hash, kro, percent } from './quantities.ts'

/** What one step of an action calls, and the same in words. */
export type ActionCall = {
  step: ActionStep
  steps: ActionStep[]
  role: SignerRole
  to: Address
  data: Hex
  decoded: DecodedCall
}

type Encoded = { contract: NonNullable<DecodedCall['contract']>; data: Hex; args: DecodedCall['args'] }

/** The next step of the action, as the rules of the contracts want it called. Approvals are for the exact amount, never more. */
export function actionCall(intent: ActionIntent, view: ActionView, addresses: ContractAddresses): ActionCall {
  const steps: ActionStep[] = intent.kind === 'register' || intent.kind === 'deposit' ? ['approve', 'call'] : ['call']
  const role: SignerRole = intent.kind === 'withdraw' ? 'withdraw' : 'validator'
  const needsApproval =
    (intent.kind === 'register' || intent.kind === 'deposit') && view.allowanceWei < intent.amountWei
  const { functionName, ...encoded } = needsApproval
    ? approval(intent.amountWei, addresses.AssetManager)
    : encode(intent, view)
  const { contract, data, args } = encoded
  const step = needsApproval ? 'approve' : 'call'
  return { step, steps, role, to: addresses[contract], data, decoded: { contract, functionName, args } }
}

/** A transfer of nothing to oneself. */
export const cancelCall = (account: Address, role: SignerRole): ActionCall => ({
  step: 'cancel',
  steps: ['cancel'],
  role,
  to: account,
  data: '0x',
  decoded: { contract: null, functionName: null, args: [] }
})

function approval(amountWei: bigint, spender: Address): Encoded & { functionName: string } {
  const functionName = 'approve'
  return {
    contract: 'GovernanceToken',
    functionName,
    data: encodeFunctionData({ abi: governanceTokenAbi, functionName, args: [spender, amountWei] }),
    args: [
      { name: 'spender', value: address(spender) },
      { name: 'amount', value: kro(amountWei) }
    ]
  }
}

function encode(intent: ActionIntent, view: ActionView): Encoded & { functionName: string } {
  switch (intent.kind) {
    case 'register': {
      const { amountWei, commissionPercent, withdrawAccount } = intent
      const functionName = 'registerValidator'
      const args = [amountWei, commissionPercent, withdrawAccount] as const
      return {
        contract: 'ValidatorManager',
        functionName,
        data: encodeFunctionData({ abi: validatorManagerAbi, functionName, args }),
        args: [
          { name: 'assets', value: kro(amountWei) },
          { name: 'commissionRate', value: percent(commissionPercent) },
          { name: 'withdrawAccount', value: address(withdrawAccount) }
        ]
      }
    }
    case 'deposit': {
      const functionName = 'deposit'
      const data = encodeFunctionData({ abi: assetManagerAbi, functionName, args: [intent.amountWei] })
      return { contract: 'AssetManager', functionName, data, args: [{ name: 'assets', value: kro(intent.amountWei) }] }
    }
    case 'withdraw': {
      const functionName = 'withdraw'
      const data = encodeFunctionData({ abi: assetManagerAbi, functionName, args: [view.validator, intent.amountWei] })
      const args = [
        { name: 'validator', value: address(view.validator) },
        { name: 'assets', value: kro(intent.amountWei) }
      ]
      return { contract: 'AssetManager', functionName, data, args }
    }
    case 'commission-init': {
      const functionName = 'initCommissionChange'
      const { commissionPercent } = intent
      const data = encodeFunctionData({ abi: validatorManagerAbi, functionName, args: [commissionPercent] })
      const args = [{ name: 'newCommissionRate', value: percent(commissionPercent) }]
      return { contract: 'ValidatorManager', functionName, data, args }
    }
    case 'submit-output':
      return submission(intent)
    case 'activate':
      return plain('activateValidator')
    case 'unjail':
      return plain('tryUnjail')
    case 'commission-finalize':
      return plain('finalizeCommissionChange')
    default:
      return encodeV1(intent)
  }
}

function plain(
  functionName: 'activateValidator' | 'tryUnjail' | 'finalizeCommissionChange'
): Encoded & { functionName: string } {
  const data = encodeFunctionData({ abi: validatorManagerAbi, functionName })
  return { contract: 'ValidatorManager', functionName, data, args: [] }
}

/** The root is the own node's, the L1 block the one up to which it knows the chain. */
function submission({
  outputRoot,
  l2BlockNumber,
  l1BlockHash,
  l1BlockNumber,
  outputIndex
}: SubmitIntent): Encoded & { functionName: string } {
  const functionName = 'submitL2Output'
  const args = [outputRoot, l2BlockNumber, l1BlockHash, l1BlockNumber] as const
  return {
    contract: 'L2OutputOracle',
    functionName,
    data: encodeFunctionData({ abi: l2OutputOracleAbi, functionName, args }),
    args: [
      { name: 'outputIndex', value: count(Number(outputIndex)) },
      { name: 'l2BlockNumber', value: count(Number(l2BlockNumber)) },
      { name: 'outputRoot', value: hash(outputRoot) }
    ]
  }
}

type V1Intent = Extract<ActionIntent, { kind: `v1-${string}` }>

/** The old pool holds ETH. */
function encodeV1(intent: V1Intent): Encoded & { functionName: string } {
  const contract = 'ValidatorPool'
  const abi = validatorPoolAbi
  switch (intent.kind) {
    case 'v1-unbond':
      return { contract, functionName: 'unbond', data: encodeFunctionData({ abi, functionName: 'unbond' }), args: [] }
    case 'v1-withdraw-to': {
      const functionName = 'withdrawTo'
      const data = encodeFunctionData({ abi, functionName, args: [intent.to, intent.amountWei] })
      const args = [
        { name: 'to', value: address(intent.to) },
        { name: 'amount', value: eth(intent.amountWei) }
      ]
      return { contract, functionName, data, args }
    }
    case 'v1-withdraw': {
      const functionName = 'withdraw'
      const data = encodeFunctionData({ abi, functionName, args: [intent.amountWei] })
      return { contract, functionName, data, args: [{ name: 'amount', value: eth(intent.amountWei) }] }
    }
  }
}
