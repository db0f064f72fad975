import { type Abi, type Log, parseEventLogs } from 'viem'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ActionProof, ProofFact, Quantity } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { StoredAction } from './action-book.ts'
import { address, count, eth, flag, hash, kro, moment, percent, status } from './quantities.ts'

export type ProofInput = {
  action: StoredAction
  addresses: ContractAddresses
  logs: readonly Log[]
  /** Just before and just after; `before` is null when no node has that state any more. */
  before: ActionView | null
  after: ActionView
}

export type Verified = {
  proof: ActionProof
  code: 'PROOF_EVENT_MISSING' | 'PROOF_STATE_DIFFERS' | null
}

type Contract = 'L2OutputOracle' | 'ValidatorManager' | 'AssetManager' | 'GovernanceToken' | 'ValidatorPool'
type Expected = { contract: Contract; name: string; args: Record<string, Quantity> }

const abis: Record<Contract, Abi> = {
  L2OutputOracle: l2OutputOracleAbi,
  ValidatorManager: validatorManagerAbi,
  AssetManager: assetManagerAbi,
  GovernanceToken: governanceTokenAbi,
  ValidatorPool: validatorPoolAbi
}

/** Whether a mined action did what was simulated: the events that its contract emits for it, with their arguments, and the state before and after. Pure. */
export function proofOf(input: ProofInput): Verified {
  const { action, after } = input
  if (action.record.tx.step === 'cancel') return { proof: { event: null, facts: [] }, code: null }
  const expected = expectedEvents(action, after.validator, input.addresses)
  const missing = expected.filter((event) => !isEmitted(event, input))
  const [first] = expected
  const facts = factsOf(input)
  const event = first
    ? { name: first.name, args: Object.entries(first.args).map(([name, value]) => ({ name, value })) }
    : null
  if (missing.length > 0) return { proof: { event: null, facts }, code: 'PROOF_EVENT_MISSING' }
  return { proof: { event, facts }, code: facts.every(({ ok }) => ok) ? null : 'PROOF_STATE_DIFFERS' }
}

function isEmitted({ contract, name, args }: Expected, { addresses, logs }: ProofInput): boolean {
  const own = logs.filter((log) => same(log.address, addresses[contract]))
  const found = parseEventLogs({ abi: abis[contract], eventName: name, logs: [...own] })
  return found.some(({ args: actual }) =>
    Object.entries(args).every(([key, { value }]) => same(String((actual as Record<string, unknown>)[key]), `${value}`))
  )
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function expectedEvents({ record, intent }: StoredAction, validator: Address, to: ContractAddresses): Expected[] {
  const own = { validator: address(validator) }
  if (record.tx.step === 'approve' && 'amountWei' in intent) {
    const args = { owner: address(validator), spender: address(to.AssetManager), value: kro(intent.amountWei) }
    return [{ contract: 'GovernanceToken', name: 'Approval', args }]
  }
  switch (intent.kind) {
    case 'register':
      return [
        {
          contract: 'ValidatorManager',
          name: 'ValidatorRegistered',
          args: { ...own, commissionRate: percent(intent.commissionPercent), assets: kro(intent.amountWei) }
        },
        transfer(validator, to.AssetManager, intent.amountWei)
      ]
    case 'deposit':
      return [
        { contract: 'AssetManager', name: 'Deposited', args: { ...own, amount: kro(intent.amountWei) } },
        transfer(validator, to.AssetManager, intent.amountWei)
      ]
    case 'withdraw':
      return [
        { contract: 'AssetManager', name: 'Withdrawn', args: { ...own, amount: kro(intent.amountWei) } },
        transfer(to.AssetManager, record.tx.signer.address, intent.amountWei)
      ]
    case 'activate':
      return [{ contract: 'ValidatorManager', name: 'ValidatorActivated', args: own }]
    case 'unjail':
      return [{ contract: 'ValidatorManager', name: 'ValidatorUnjailed', args: own }]
    case 'commission-init': {
      const args = { ...own, newCommissionRate: percent(intent.commissionPercent) }
      return [{ contract: 'ValidatorManager', name: 'ValidatorCommissionChangeInitiated', args }]
    }
    case 'commission-finalize':
      return [{ contract: 'ValidatorManager', name: 'ValidatorCommissionChangeFinalized', args: own }]
    case 'v1-unbond':
      return [{ contract: 'ValidatorPool', name: 'Unbonded', args: {} }]
    case 'submit-output': {
      const { outputRoot, outputIndex, l2BlockNumber } = intent
      const index = count(Number(outputIndex))
      const args = { outputRoot: hash(outputRoot), l2OutputIndex: index, l2BlockNumber: count(Number(l2BlockNumber)) }
      return [{ contract: 'L2OutputOracle', name: 'OutputSubmitted', args }]
    }
    default:
      // The old pool tells nothing about withdrawals.
      return []
  }
}

const transfer = (from: Address, to: Address, wei: bigint): Expected => ({
  contract: 'GovernanceToken',
  name: 'Transfer',
  args: { from: address(from), to: address(to), value: kro(wei) }
})

function factsOf({ action: { record, intent }, before, after }: ProofInput): ProofFact[] {
  if (record.tx.step === 'approve' && 'amountWei' in intent)
    return [exactly('allowance', before && kro(before.allowanceWei), kro(after.allowanceWei), kro(intent.amountWei))]
  switch (intent.kind) {
    case 'register':
      return [
        exactly('ownKro', before && kro(before.ownKroWei), kro(after.ownKroWei), kro(intent.amountWei)),
        exactly('commission', null, percent(after.commissionPercent), percent(intent.commissionPercent)),
        exactly('withdrawAccount', null, address(after.withdrawAccount ?? '0x'), address(intent.withdrawAccount)),
        exactly('status', before && status(before.status), status(after.status), expectedStatus(record.tx.consequences))
      ]
    case 'deposit':
      return [moved('ownKro', before?.ownKroWei, after.ownKroWei, intent.amountWei)]
    case 'withdraw':
      return [
        moved('withdrawWallet', before?.withdrawWalletKroWei, after.withdrawWalletKroWei ?? 0n, intent.amountWei),
        moved('ownKro', before?.ownKroWei, after.ownKroWei, -intent.amountWei)
      ]
    case 'activate':
      return [exactly('status', before && status(before.status), status(after.status), status('ACTIVE'))]
    case 'unjail':
      return [exactly('inJail', before && flag(before.inJail), flag(after.inJail), flag(false))]
    case 'commission-init':
      return [
        exactly(
          'pendingCommission',
          before && percent(before.pendingCommissionPercent),
          percent(after.pendingCommissionPercent),
          percent(intent.commissionPercent)
        ),
        {
          name: 'canFinalizeAt',
          before: null,
          after: moment(after.canFinalizeAtSec ?? 0),
          expected: null,
          ok: after.canFinalizeAtSec !== null
        }
      ]
    case 'commission-finalize':
      return [finalized(record.tx.consequences.commissionAfterPercent, before, after)]
    case 'v1-unbond':
      return [
        {
          name: 'v1Balance',
          before: before && eth(before.v1BalanceWei),
          after: eth(after.v1BalanceWei),
          expected: null,
          ok: true
        }
      ]
    case 'submit-output':
      return []
    case 'v1-withdraw':
    case 'v1-withdraw-to':
      return [moved('v1Balance', before?.v1BalanceWei, after.v1BalanceWei, -intent.amountWei, eth)]
  }
}

const expectedStatus = ({ statusAfter }: { statusAfter: ActionView['status'] | null }): Quantity | null =>
  statusAfter && status(statusAfter)

function finalized(expected: number | null, before: ActionView | null, after: ActionView): ProofFact {
  const wanted = before?.pendingCommissionPercent ?? expected
  const from = before && percent(before.commissionPercent)
  return exactly('commission', from, percent(after.commissionPercent), wanted === null ? null : percent(wanted))
}

const exactly = (name: string, before: Quantity | null, after: Quantity, expected: Quantity | null): ProofFact => ({
  name,
  before,
  after,
  expected,
  ok: expected === null || same(`${after.value}`, `${expected.value}`)
})

function moved(
  name: string,
  beforeWei: bigint | null | undefined,
  afterWei: bigint,
  byWei: bigint,
  unit: (wei: bigint) => Quantity = kro
): ProofFact {
  const known = beforeWei ?? null
  const expected = known === null ? null : unit(known + byWei)
  return exactly(name, known === null ? null : unit(known), unit(afterWei), expected)
}
