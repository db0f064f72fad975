import { keccak256 } from 'viem'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type {
  ActionPreview,
  ActionSigner,
  Condition,
  PreparedTx,
  PrepareResult,
  Simulation
} from '../../../shared/domain/action.ts'
import type { ActionIntent } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { AppError } from '../../../shared/errors.ts'
import type { UnsignedTx } from '../ports.ts'
import { type ChosenFees, firstFees, raisedFees } from '../tx/fees.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import type { Call, FeeBasis, TxChain } from '../tx/tx-chain.ts'
import type { FeePolicy, OperatorQueue, TxFees } from '../tx/types.ts'
import { type ActionCall, actionCall, cancelCall } from './action-call.ts'
import { conditionsOf } from './conditions.ts'
import { consequencesOf, nothing } from './consequences.ts'
import { condition, count, eth, firstObstacle, kro, verdictOf } from './quantities.ts'
import { serializeUnsigned } from './serialize-unsigned.ts'
import { type L1Sources, simulate, simulationConditions } from './simulate.ts'

/** A prepared transaction is sent within this time or not at all. */
export const preparedForSec = 600
/** gas limit = estimate x percent / 100 + extra. */
const gasMargin = { percent: 150n, extra: 20_000n }
/** Payments, jailing and the draw happen inside a submission: its gas varies a lot between estimate and inclusion. */
const submissionExtraGas = 150_000n

export type PrepareDeps = {
  sources: L1Sources
  addresses: ContractAddresses
  chainId: number
  policy: FeePolicy
  nowMs: () => number
}

export type Wish = {
  intent: ActionIntent
  view: ActionView
  signer: ActionSigner
  queue: OperatorQueue
  /** The waiting action whose place is taken, by the same again or by nothing. */
  instead: { id: string; purpose: string; as: 'again' | 'cancel'; nonce: number; fees: TxFees; call: ActionCall } | null
  /** What else was looked at for it. */
  extra: readonly Condition[]
}

/** Looks at an action and, where nothing says no, fixes its transaction to the last byte. Throws the pool's errors. */
export async function prepareAction(deps: PrepareDeps, wish: Wish, signal: AbortSignal): Promise<PrepareResult> {
  const { intent, view, signer, instead } = wish
  const call = callFor(deps, wish)
  const chain = createRpcTxChain({ pool: deps.sources.primary, account: signer.address })
  const target: Call = { to: call.to, data: call.data, valueWei: 0n }
  const simulations =
    call.step === 'cancel' ? [] : await simulate({ sources: deps.sources, from: signer.address, call: target, signal })
  const works = simulations[0]?.result !== 'reverts'
  const money = works ? await sizeUp(deps, { chain, wish, target, signal }) : null
  const conditions = [
    ...(call.step === 'cancel' ? [] : [...wish.extra, ...ruleConditions({ intent, view, call, simulations })]),
    ...(call.step === 'cancel' ? [] : simulationConditions(simulations)),
    ...(money ? moneyConditions(money) : [])
  ]
  const preview: ActionPreview = {
    kind: intent.kind,
    step: call.step,
    steps: call.steps,
    signer,
    to: call.to,
    data: call.data,
    valueWei: 0n,
    call: call.decoded,
    conditions,
    simulations,
    consequences: call.step === 'cancel' ? nothing : consequencesOf(intent, view)
  }
  if (money && !money.fees) throw feeCapReached()
  if (!money?.fees || firstObstacle(conditions)) return { ready: false, preview }
  const { nonce, gas, basis } = money
  const sealed = seal(deps, preview, { nonce, gas, basis, fees: money.fees, replaces: instead?.id ?? null })
  return { ready: true, tx: sealed }
}

/** A replacement has to raise both fees by a tenth, and the operator's limit leaves no room for that. */
const feeCapReached = (): AppError =>
  new AppError(
    { code: 'FEE_CAP_REACHED' },
    { message: 'The fee limit leaves no room for a replacement. Raise fees.maxFeePerGasGwei, or wait.' }
  )

function callFor(deps: PrepareDeps, { intent, view, signer, instead }: Wish): ActionCall {
  if (!instead) return actionCall(intent, view, deps.addresses)
  return instead.as === 'cancel' ? cancelCall(signer.address, signer.role) : instead.call
}

type Rules = { intent: ActionIntent; view: ActionView; call: ActionCall; simulations: readonly Simulation[] }

/** The rules of the contracts; the call itself knows what no getter tells. */
export function ruleConditions({ intent, view, call, simulations }: Rules): Condition[] {
  const rules = conditionsOf(intent, view).map((rule) =>
    rule.code === 'V1_BOND_DUE' && simulations[0]
      ? { ...rule, verdict: verdictOf(simulations[0].result === 'succeeds') }
      : rule
  )
  return 'amountWei' in intent && call.steps.includes('approve')
    ? [...rules, approved(intent.amountWei, view, call)]
    : rules
}

/** Not there yet is no obstacle to the approval itself. */
const approved = (amountWei: bigint, { allowanceWei }: ActionView, { step }: ActionCall): Condition => ({
  ...condition('KRO_APPROVED', allowanceWei >= amountWei, kro(allowanceWei), kro(amountWei)),
  blocking: step === 'call'
})

type Money = {
  nonce: number
  gas: bigint
  basis: FeeBasis
  fees: ChosenFees | null
  balanceWei: bigint
  foreignPending: number
  stillWaiting: boolean | null
}

async function sizeUp(
  { policy }: PrepareDeps,
  { chain, wish, target, signal }: { chain: TxChain; wish: Wish; target: Call; signal: AbortSignal }
): Promise<Money> {
  const { queue, instead } = wish
  const [outlook, basis, balanceWei, estimate] = await Promise.all([
    queue.outlook(signal),
    chain.feeBasis(signal),
    chain.balanceWei(signal),
    chain.estimateGas({ ...target, accessList: [] }, signal)
  ])
  const waiting = instead && queue.waiting(instead.purpose)
  const beats = instead ? (waiting?.fees ?? instead.fees) : outlook.beats
  return {
    nonce: instead ? instead.nonce : outlook.nonce,
    gas: target.data === '0x' ? estimate : withMargin(estimate, wish.intent.kind),
    basis,
    fees: beats ? raisedFees(beats, { basis, policy }) : firstFees(basis, policy),
    balanceWei,
    foreignPending: instead ? 0 : outlook.foreignPending,
    stillWaiting: instead && waiting !== null
  }
}

function withMargin(estimate: bigint, kind: ActionIntent['kind']): bigint {
  const extra = kind === 'submit-output' ? submissionExtraGas : gasMargin.extra
  return (estimate * gasMargin.percent) / 100n + extra
}

function moneyConditions({ gas, basis, fees, balanceWei, foreignPending, stillWaiting }: Money): Condition[] {
  const costWei = fees && gas * fees.maxFeeWei
  return [
    ...(stillWaiting === null ? [] : [condition('STILL_WAITING', stillWaiting, null)]),
    condition('NO_FOREIGN_PENDING', foreignPending === 0, count(foreignPending)),
    condition(
      'FEE_COVERS_BASE',
      fees !== null && fees.maxFeeWei >= basis.baseFeeWei,
      fees ? eth(fees.maxFeeWei) : null,
      eth(basis.baseFeeWei)
    ),
    condition(
      'ETH_FOR_FEE',
      costWei !== null && balanceWei >= costWei,
      eth(balanceWei),
      costWei === null ? null : eth(costWei)
    )
  ]
}

type Terms = { nonce: number; gas: bigint; basis: FeeBasis; fees: ChosenFees; replaces: string | null }

function seal(deps: PrepareDeps, preview: ActionPreview, { nonce, gas, basis, fees, replaces }: Terms): PreparedTx {
  const { chainId, nowMs } = deps
  const perGas = { maxFeePerGasWei: fees.maxFeeWei, maxPriorityFeePerGasWei: fees.tipWei }
  const tx = { ...preview, chainId, nonce, gas }
  const unsigned = serializeUnsigned(unsignedOf({ ...tx, fees: perGas }))
  const priceWei = basis.baseFeeWei + fees.tipWei
  const expectedWei = gas * lesser(priceWei, fees.maxFeeWei)
  return {
    ...tx,
    id: crypto.randomUUID(),
    fees: { ...perGas, baseFeeWei: basis.baseFeeWei, expectedWei },
    maxCostWei: gas * fees.maxFeeWei + preview.valueWei,
    unsigned,
    deviceHash: keccak256(unsigned),
    expiresAtSec: Math.floor(nowMs() / 1000) + preparedForSec,
    replaces
  }
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

type Sealed = Pick<PreparedTx, 'chainId' | 'nonce' | 'to' | 'data' | 'valueWei' | 'gas'> & {
  fees: { maxFeePerGasWei: bigint; maxPriorityFeePerGasWei: bigint }
}

/** The fields that are signed. */
export const unsignedOf = ({ chainId, nonce, to, data, valueWei, gas, fees }: Sealed): UnsignedTx => ({
  chainId,
  nonce,
  to,
  data,
  valueWei,
  gas,
  maxFeePerGasWei: fees.maxFeePerGasWei,
  maxPriorityFeePerGasWei: fees.maxPriorityFeePerGasWei,
  accessList: []
})
