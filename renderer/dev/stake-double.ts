import {
  type ActionProgress,
  type ActionRecord,
  actionKinds,
  type PreparedTx,
  type PrepareResult
} from '../../shared/domain/action.ts'
import { type ActionRequest, parseActionInput } from '../../shared/domain/action-input.ts'
import type { ActionsOverview, ActionView } from '../../shared/domain/action-view.ts'
import type { Hex } from '../../shared/domain/hex.ts'
import { actionsDouble } from './action-double.ts'
import { type AsTyped, conditionsDouble, nothingTyped, trialConditions } from './condition-double.ts'
import { hashDouble } from './snapshot-double.ts'

/** A call with data, as main writes it. */
const unsignedDouble: Hex =
  '0x02f87082038404843b9aca00850623c64480830272a69464bb93684ec32266d01933e1b94c95686a31670180b844f3fef3a300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000c0'
const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n
const day = 86_400

/** Where a validator may stand. */
export const stakeScenarios: Record<string, (nowSec: number) => Partial<ActionView>> = {
  active: () => ({ withdrawWalletKroWei: kro(12_405), pendingCommissionPercent: 0 }),
  waiting: (now) => ({
    canWithdrawAtSec: now + 2 * day + 4_211,
    canFinalizeAtSec: now + 9 * day + 610,
    pendingCommissionPercent: 12
  }),
  soon: (now) => ({ canWithdrawAtSec: now + 20 }),
  jailed: (now) => ({ status: 'READY', inJail: true, jailExpiresAtSec: now + 2 * day + 5_400, weightWei: 0n }),
  'jail-over': (now) => ({ status: 'READY', inJail: true, jailExpiresAtSec: now - 600, weightWei: 0n }),
  'commission-due': (now) => ({ canFinalizeAtSec: now - 60, pendingCommissionPercent: 12 }),
  exited: () => ({
    status: 'EXITED',
    ownKroWei: kro(5_000),
    freeKroWei: kro(5_000),
    bondedKroWei: 0n,
    reflectiveWeightWei: kro(25_000),
    weightWei: 0n
  }),
  unregistered: () => ({
    status: 'NONE',
    withdrawAccount: null,
    withdrawWalletKroWei: null,
    withdrawEthWei: null,
    ownKroWei: 0n,
    freeKroWei: 0n,
    bondedKroWei: 0n,
    reflectiveWeightWei: 0n,
    weightWei: 0n
  }),
  'old-pool': () => ({ v1BalanceWei: 1_250_000_000_000_000_000n })
}

export type StakeOptions = {
  scenario?: string
  /** The validator's own account is on a device too. */
  allOnLedger?: boolean
  /** What becomes of what is signed. */
  outcome?: 'verified' | 'stuck' | 'reverted' | 'differs'
}

/** Main's side of the actions, in word only. `later` rings once after so many milliseconds. */
export function stakeDouble(options: StakeOptions, nowMs: () => number, later: (ms: number, run: () => void) => void) {
  const { scenario = 'active', allOnLedger = false, outcome = 'verified' } = options
  const drafts = new Map<string, PreparedTx>()
  const records = new Map<string, ActionRecord>()
  const listeners = new Set<(progress: ActionProgress) => void>()
  const startSec = Math.floor(nowMs() / 1000)
  let seq = 0
  let allowanceWei = 0n

  const view = (): ActionView => ({
    ...actionsDouble(startSec).view,
    ...(stakeScenarios[scenario] ?? (() => ({})))(startSec),
    allowanceWei,
    timestampSec: Math.floor(nowMs() / 1000),
    blockNumber: 21_000_000n + BigInt(Math.floor(nowMs() / 1000) - startSec)
  })
  const overview = (): ActionsOverview => {
    const { signers } = actionsDouble(startSec)
    const now = view()
    const validator = { ...signers.validator, means: allOnLedger ? ('device' as const) : ('hot-key' as const) }
    return {
      view: now,
      signers: { validator, withdraw: now.withdrawAccount && signers.withdraw },
      actions: actionKinds.map((kind) => ({
        kind,
        means: (kind === 'withdraw' ? signers.withdraw : validator)?.means ?? null,
        conditions: conditionsDouble(kind, now, nothingTyped)
      }))
    }
  }
  const tell = (record: ActionRecord): ActionRecord => {
    records.set(record.tx.id, record)
    seq += 1
    for (const listener of listeners) listener({ ...record, seq })
    return record
  }
  const keep = (tx: PreparedTx): PrepareResult => {
    drafts.set(tx.id, tx)
    return { ready: true, tx }
  }
  const prepare = (request: ActionRequest): PrepareResult => {
    const result = preparedDouble(request, overview(), nowMs())
    return result.ready ? keep(result.tx) : result
  }
  const send = ({ id }: { id: string }): ActionRecord | null => {
    const tx = drafts.get(id)
    if (!tx) return null
    const record = tell(recordDouble(tx, nowMs()))
    if (tx.step === 'approve') allowanceWei = 10n ** 30n
    const step = (ms: number, patch: () => Partial<ActionRecord>): void =>
      later(ms, () => {
        const known = records.get(id) ?? record
        if (known.replacedBy === null) tell({ ...known, ...patch(), changedAtMs: nowMs() })
      })
    step(1_200, () => ({ stage: 'published', hash: hashDouble(9n) }))
    if (tx.replaces) {
      const old = records.get(tx.replaces)
      if (old) later(1_300, () => tell({ ...old, replacedBy: id, changedAtMs: nowMs() }))
    }
    if (outcome === 'stuck' && tx.replaces === null) return record
    if (outcome === 'reverted') {
      step(4_000, () => ({ stage: 'failed', code: 'TX_REVERTED', message: 'refused', feeWei: 10n ** 15n }))
      return record
    }
    const mined = { blockNumber: 21_000_009n, gasUsed: 93_615n, feeWei: 1_624_211_000_000_000n }
    step(4_000, () => ({ stage: 'confirmed', ...mined }))
    step(6_000, () => {
      const [old] = [tx.replaces ? records.get(tx.replaces) : undefined]
      if (old)
        tell({
          ...old,
          stage: 'failed',
          code: tx.step === 'cancel' ? 'CANCELLED' : 'REPLACED',
          message: '',
          changedAtMs: nowMs()
        })
      return outcome === 'differs'
        ? { code: 'PROOF_STATE_DIFFERS', proof: proofDouble(tx, false) }
        : { stage: 'verified', proof: proofDouble(tx, true) }
    })
    return record
  }
  const instead = (id: string, as: 'replace' | 'cancel'): PrepareResult | null => {
    const old = records.get(id)?.tx
    if (!old) return null
    const fees = { ...old.fees, maxFeePerGasWei: (old.fees.maxFeePerGasWei * 120n) / 100n }
    const raised = {
      ...old,
      fees,
      id: crypto.randomUUID(),
      replaces: id,
      maxCostWei: (old.maxCostWei * 120n) / 100n,
      deviceHash: hashDouble(77n)
    }
    if (as === 'replace') return keep(raised)
    const call = { contract: null, functionName: null, args: [] }
    return keep({
      ...raised,
      step: 'cancel',
      steps: ['cancel'],
      to: old.signer.address,
      data: '0x',
      call,
      simulations: []
    })
  }
  return {
    overview,
    prepare,
    send,
    instead,
    list: (): ActionRecord[] => [...records.values()].reverse(),
    onProgress(listener: (progress: ActionProgress) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

function asTyped(request: ActionRequest): AsTyped {
  const parsed = parseActionInput(request)
  if (!parsed.ok) return nothingTyped
  const { intent } = parsed
  return {
    amountWei: 'amountWei' in intent ? intent.amountWei : null,
    percent: 'commissionPercent' in intent ? intent.commissionPercent : null,
    account: 'withdrawAccount' in intent ? intent.withdrawAccount : null
  }
}

function preparedDouble(request: ActionRequest, { view, signers }: ActionsOverview, nowMs: number): PrepareResult {
  const { kind } = request
  const typed = asTyped(request)
  const rules = conditionsDouble(kind, view, typed)
  const possible = rules.every(({ blocking, verdict }) => !blocking || verdict === 'met')
  const conditions = possible ? [...rules, ...trialConditions(view.ethWei)] : rules
  const withdraws = kind === 'withdraw'
  const signer = (withdraws ? signers.withdraw : null) ?? signers.validator
  const needsApproval = (kind === 'register' || kind === 'deposit') && view.allowanceWei < (typed.amountWei ?? 0n)
  const base = {
    kind,
    step: needsApproval ? ('approve' as const) : ('call' as const),
    steps: kind === 'register' || kind === 'deposit' ? (['approve', 'call'] as const) : (['call'] as const),
    signer,
    to: '0x64bb93684eC32266D01933E1B94C95686A316701' as const,
    data: '0xf3fef3a3' as Hex,
    valueWei: 0n,
    call: callDouble(request, typed, view, needsApproval),
    conditions,
    simulations: [
      possible
        ? { source: 'primary' as const, result: 'succeeds' as const, revert: null }
        : {
            source: 'primary' as const,
            result: 'reverts' as const,
            revert: { code: 'InsufficientAsset' as const, errorName: 'InsufficientAsset', args: '[]' }
          }
    ],
    consequences: consequencesDouble(kind, view, typed)
  }
  const preview = { ...base, steps: [...base.steps] }
  if (!possible) return { ready: false, preview }
  return {
    ready: true,
    tx: {
      ...preview,
      id: crypto.randomUUID(),
      chainId: 900,
      nonce: 4,
      gas: 160_422n,
      fees: {
        maxFeePerGasWei: 26_370_000_000n,
        maxPriorityFeePerGasWei: 1_000_000_000n,
        baseFeeWei: 12_680_000_000n,
        expectedWei: 2_194_573_000_000_000n
      },
      maxCostWei: 4_230_328_140_000_000n,
      unsigned: unsignedDouble,
      deviceHash: hashDouble(41n),
      expiresAtSec: Math.floor(nowMs / 1000) + 600,
      replaces: null
    }
  }
}

function callDouble({ kind }: ActionRequest, typed: AsTyped, view: ActionView, approve: boolean): PreparedTx['call'] {
  const amount = { name: 'assets', value: { unit: 'kro-wei' as const, value: typed.amountWei ?? 0n } }
  if (approve)
    return {
      contract: 'GovernanceToken',
      functionName: 'approve',
      args: [
        { name: 'spender', value: { unit: 'address', value: '0x64bb93684eC32266D01933E1B94C95686A316701' } },
        { ...amount, name: 'amount' }
      ]
    }
  if (kind === 'withdraw')
    return {
      contract: 'AssetManager',
      functionName: 'withdraw',
      args: [{ name: 'validator', value: { unit: 'address', value: view.validator } }, amount]
    }
  if (kind === 'deposit') return { contract: 'AssetManager', functionName: 'deposit', args: [amount] }
  if (kind === 'commission-init')
    return {
      contract: 'ValidatorManager',
      functionName: 'initCommissionChange',
      args: [{ name: 'newCommissionRate', value: { unit: 'percent', value: typed.percent ?? 0 } }]
    }
  if (kind === 'submit-output')
    return {
      contract: 'L2OutputOracle',
      functionName: 'submitL2Output',
      args: [
        { name: 'outputIndex', value: { unit: 'count', value: 1_285 } },
        { name: 'l2BlockNumber', value: { unit: 'count', value: 51_400 } },
        { name: 'outputRoot', value: { unit: 'hash', value: hashDouble(51_400n) } }
      ]
    }
  const names: Partial<Record<ActionRequest['kind'], string>> = {
    register: 'registerValidator',
    activate: 'activateValidator',
    unjail: 'tryUnjail',
    'commission-finalize': 'finalizeCommissionChange'
  }
  return {
    contract: 'ValidatorManager',
    functionName: names[kind] ?? 'unbond',
    args: kind === 'register' ? [amount] : []
  }
}

function consequencesDouble(kind: ActionRequest['kind'], view: ActionView, typed: AsTyped): PreparedTx['consequences'] {
  const none = {
    statusAfter: null,
    priorityChanceBefore: null,
    priorityChanceAfter: null,
    ownKroAfterWei: null,
    freeKroAfterWei: null,
    nextBondCovered: null,
    canWithdrawAtSec: null,
    commissionAfterPercent: null,
    canFinalizeAtSec: null
  }
  const moved = (typed.amountWei ?? 0n) * (kind === 'withdraw' ? -1n : 1n)
  const own = view.ownKroWei + moved
  if (kind === 'commission-init')
    return {
      ...none,
      commissionAfterPercent: typed.percent,
      canFinalizeAtSec: view.timestampSec + view.commissionDelaySec
    }
  if (kind === 'commission-finalize') return { ...none, commissionAfterPercent: view.pendingCommissionPercent }
  const stays = own >= view.minRegisterWei
  const weight = stays ? view.reflectiveWeightWei + moved : 0n
  const share = (part: bigint, whole: bigint): number => (whole > 0n ? Number((part * 10_000n) / whole) / 10_000 : 0)
  return {
    ...none,
    statusAfter: stays ? 'ACTIVE' : 'EXITED',
    priorityChanceBefore: share(view.weightWei, view.totalWeightWei),
    priorityChanceAfter: share(weight, view.totalWeightWei - view.weightWei + weight),
    ownKroAfterWei: own > 0n ? own : 0n,
    freeKroAfterWei: view.freeKroWei + moved > 0n ? view.freeKroWei + moved : 0n,
    nextBondCovered: view.freeKroWei + moved >= view.bondWei,
    canWithdrawAtSec: kind === 'deposit' || kind === 'register' ? view.timestampSec + view.minDelegationPeriodSec : null
  }
}

const recordDouble = (tx: PreparedTx, nowMs: number): ActionRecord => ({
  tx,
  stage: 'signed',
  by: 'operator',
  code: null,
  message: null,
  hash: null,
  blockNumber: null,
  gasUsed: null,
  feeWei: null,
  proof: null,
  replacedBy: null,
  signedAtMs: nowMs,
  changedAtMs: nowMs
})

function proofDouble({ call, consequences, kind, step }: PreparedTx, ok: boolean): ActionRecord['proof'] {
  const own = step === 'approve' ? null : consequences.ownKroAfterWei
  const facts =
    own === null
      ? []
      : [
          {
            name: 'ownKro',
            before: { unit: 'kro-wei' as const, value: kro(100_000) },
            after: { unit: 'kro-wei' as const, value: ok ? own : own + kro(12) },
            expected: { unit: 'kro-wei' as const, value: own },
            ok
          }
        ]
  return { event: { name: kind === 'withdraw' ? 'Withdrawn' : (call.functionName ?? ''), args: [] }, facts }
}
