import type { ActionRevert, ConditionCode } from './action-codes.ts'
import type { ActionField } from './action-input.ts'
import type { Address, Hash, Hex } from './hex.ts'
import type { ValidatorStatus } from './validator.ts'

/** What an operator may do with the validator's account, its withdraw account and the old ETH pool. */
export const actionKinds = [
  'register',
  'deposit',
  'activate',
  'unjail',
  'commission-init',
  'commission-finalize',
  'withdraw',
  'v1-unbond',
  'v1-withdraw',
  'v1-withdraw-to'
] as const
/** Besides, an output that is this validator's to submit, where its key is on a device: main says when and what. */
export const askedKinds = ['submit-output'] as const
export type ActionKind = (typeof actionKinds)[number] | (typeof askedKinds)[number]

/** `approve` comes before `call` for register and deposit. `cancel` is a transfer of nothing to oneself, in the place of a waiting action. */
export type ActionStep = 'approve' | 'call' | 'cancel'

export type SignerRole = 'validator' | 'withdraw'
/** `hot-key`: the app signs after a confirmation. `device`: the signature comes from outside, by id. */
export type SignerMeans = 'hot-key' | 'device'
/** `path`: where the account is on its device, as far as the settings say. */
export type ActionSigner = { address: Address; role: SignerRole; means: SignerMeans; path?: string }

/** A value in plain data, with what it counts. Times are unix seconds of the chain. */
export type Quantity =
  | { unit: 'kro-wei' | 'eth-wei'; value: bigint }
  | { unit: 'percent' | 'seconds' | 'time' | 'count'; value: number }
  | { unit: 'status'; value: ValidatorStatus }
  | { unit: 'address'; value: Address }
  | { unit: 'hash'; value: Hash }
  | { unit: 'yes-no'; value: boolean }

/** `unknown`: it depends on what has not been typed yet, or could not be looked at. */
export type Verdict = 'met' | 'unmet' | 'unknown'

/** One thing that must hold before an action is possible, or that the operator should know. */
export type Condition = {
  code: ConditionCode
  verdict: Verdict
  /** False: a warning only, the action may be signed although it is unmet. */
  blocking: boolean
  /** What is, and what it is held against. */
  value: Quantity | null
  wanted: Quantity | null
  /** When time alone will meet it, L1 chain time; null when time is not the obstacle. */
  untilSec: number | null
  /** The input that it is about. */
  field: ActionField | null
}

/** The call in words: what the device cannot show. */
export type DecodedCall = {
  contract: 'GovernanceToken' | 'ValidatorManager' | 'AssetManager' | 'ValidatorPool' | 'L2OutputOracle' | null
  /** Name of the function; null for a plain transfer. */
  functionName: string | null
  args: { name: string; value: Quantity }[]
}

/** The call, tried at the newest block of one source of L1. */
export type Simulation = {
  /** `primary`, or `second` where another endpoint of L1 is configured: both must agree. */
  source: 'primary' | 'second'
  result: 'succeeds' | 'reverts' | 'unanswered'
  revert: ActionRevert | null
}

/** What will be after the action, as far as it follows from the rules. Null where it does not apply. */
export type Consequences = {
  statusAfter: ValidatorStatus | null
  /** Share of all weight, 0..1. */
  priorityChanceBefore: number | null
  priorityChanceAfter: number | null
  ownKroAfterWei: bigint | null
  freeKroAfterWei: bigint | null
  /** Whether the bond of the next output is covered by free KRO. */
  nextBondCovered: boolean | null
  canWithdrawAtSec: number | null
  commissionAfterPercent: number | null
  /** When a commission change that starts now can be finalized. */
  canFinalizeAtSec: number | null
}

export type ActionFees = {
  maxFeePerGasWei: bigint
  maxPriorityFeePerGasWei: bigint
  /** Base fee when it was prepared. */
  baseFeeWei: bigint
  /** Gas limit x (base fee now + tip): the most that it costs at today's price. */
  expectedWei: bigint
}

/** One action looked at: whether it is possible, what it calls and what comes of it. */
export type ActionPreview = {
  kind: ActionKind
  step: ActionStep
  /** All steps of this action, in order; `step` is the next to do. */
  steps: ActionStep[]
  signer: ActionSigner
  to: Address
  data: Hex
  valueWei: bigint
  call: DecodedCall
  conditions: Condition[]
  simulations: Simulation[]
  consequences: Consequences
}

/** A transaction that may be signed, by its id and once. Every field is fixed: what is sent is these bytes and a signature. */
export type PreparedTx = ActionPreview & {
  id: string
  chainId: number
  nonce: number
  gas: bigint
  fees: ActionFees
  /** Gas limit x maxFeePerGas + value: it can never cost more. */
  maxCostWei: bigint
  /** 0x02 and the RLP of the unsigned transaction: what the device signs. */
  unsigned: Hex
  /** keccak256(unsigned): shown by the device as "Transaction hash". */
  deviceHash: Hash
  /** Unix seconds of the app's clock after which it is not sent any more. */
  expiresAtSec: number
  /** The action whose place it takes (same nonce), or null. */
  replaces: string | null
}

/** `ready: false`: something says no; it can be looked at but not signed. */
export type PrepareResult = { ready: true; tx: PreparedTx } | { ready: false; preview: ActionPreview }

/** `signed`: signed and kept. `published`: a node has it. `confirmed`: mined. `verified`: its events and the state say that it did what was simulated. */
export const actionStages = ['prepared', 'signed', 'published', 'confirmed', 'verified', 'failed'] as const
export type ActionStage = (typeof actionStages)[number]

/** One fact that was compared after the action was mined. */
export type ProofFact = {
  name: string
  before: Quantity | null
  after: Quantity
  expected: Quantity | null
  ok: boolean
}
export type ActionProof = {
  /** The event that the contract emitted for it, with its arguments; null when none was expected. */
  event: { name: string; args: { name: string; value: Quantity }[] } | null
  facts: ProofFact[]
}

/** An action from its signature on: kept on disk. */
export type ActionRecord = {
  tx: PreparedTx
  stage: ActionStage
  by: 'operator' | 'timer'
  /** Why it failed, or what its proof lacks. */
  code: string | null
  message: string | null
  hash: Hash | null
  blockNumber: bigint | null
  gasUsed: bigint | null
  feeWei: bigint | null
  proof: ActionProof | null
  /** The newest action that takes its place. */
  replacedBy: string | null
  signedAtMs: number
  changedAtMs: number
}
export type ActionProgress = ActionRecord & { seq: number }

/** The signature of a device, as it gives it: hex with or without 0x; `v` is the parity (`00`, `01`) or 27, 28. */
export type DeviceSignature = { r: string; s: string; v: string }
