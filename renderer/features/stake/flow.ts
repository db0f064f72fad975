import type { ActionKind, ActionRecord, PreparedTx, PrepareResult } from '../../../shared/domain/action.ts'
import type { ActionField, ActionRequest } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { formatAmountExact } from '../../format/amount.ts'
import type { LedgerStep } from '../../ledger/ledger.ts'
import type { LedgerProblem } from '../../ledger/ledger-problem.ts'

export type Typed = Partial<Record<ActionField, string>>

/** What main says of what is typed. `last` is what it said before, while it is asked again. */
export type Preview =
  | { state: 'none' }
  | { state: 'looking'; last: PrepareResult | null }
  | { state: 'seen'; result: PrepareResult }
  | { state: 'failed'; error: WireError }

/** `key`: the app signs. `sending`: the device has signed, the app takes it over. */
export type Signing =
  | { state: 'idle' }
  | { state: 'busy'; step: LedgerStep | 'key' | 'sending' }
  | { state: 'problem'; problem: LedgerProblem }
  | { state: 'error'; error: WireError }

/** One action on its way from what is typed to what it did. */
export type Flow = {
  kind: ActionKind
  typed: Typed
  preview: Preview
  /** Prepared, to be reviewed and signed. */
  tx: PreparedTx | null
  signing: Signing
  /** What was signed for it, oldest first: an approval, the call, replacements. */
  sent: readonly string[]
}

export const newFlow = (kind: ActionKind): Flow => ({
  kind,
  typed: {},
  preview: { state: 'none' },
  tx: null,
  signing: { state: 'idle' },
  sent: []
})

/** The inputs of an action, in the order in which they are asked for. */
export const fieldsOf: Record<ActionKind, readonly ActionField[]> = {
  register: ['amount', 'commission', 'withdrawAccount'],
  deposit: ['amount'],
  activate: [],
  unjail: [],
  'commission-init': ['commission'],
  'commission-finalize': [],
  withdraw: ['amount'],
  'v1-unbond': [],
  'v1-withdraw': ['amount'],
  'v1-withdraw-to': ['amount', 'to'],
  'submit-output': []
}

/** What main is asked to prepare. */
export function requestOf(kind: ActionKind, typed: Typed): ActionRequest {
  const { amount = '', commission = '', withdrawAccount = '', to = '' } = typed
  switch (kind) {
    case 'register':
      return { kind, input: { amount, commission, withdrawAccount } }
    case 'deposit':
    case 'withdraw':
    case 'v1-withdraw':
      return { kind, input: { amount } }
    case 'commission-init':
      return { kind, input: { commission } }
    case 'v1-withdraw-to':
      return { kind, input: { amount, to } }
    default:
      return { kind, input: {} }
  }
}

/** Which output a submission is for. */
export function outputOf({ call }: Pick<PreparedTx, 'call'>): bigint | null {
  const value = call.args.find(({ name }) => name === 'outputIndex')?.value
  return value?.unit === 'count' ? BigInt(value.value) : null
}

/** The most that the amount may be, as it would be typed; null when there is no such limit. */
export function maxTyped(kind: ActionKind, view: ActionView): string | null {
  const wei = {
    withdraw: view.freeKroWei,
    deposit: view.walletKroWei,
    'v1-withdraw': view.v1BalanceWei,
    'v1-withdraw-to': view.v1BalanceWei
  }[kind as string]
  return wei === undefined ? null : formatAmountExact(wei).replaceAll(',', '')
}

/** The newest thing that main said of the action as it is typed now, or as it was a moment ago. */
export const resultOf = ({ preview }: Pick<Flow, 'preview'>): PrepareResult | null => {
  if (preview.state === 'seen') return preview.result
  return preview.state === 'looking' ? preview.last : null
}

const ended: readonly ActionRecord['stage'][] = ['verified', 'failed']

/** Nothing more will come of it by itself. A proof that is not as expected is an end too. */
export const isEnded = ({ stage, code }: Pick<ActionRecord, 'stage' | 'code'>): boolean =>
  ended.includes(stage) || (stage === 'confirmed' && code !== null)

/** May be replaced or cancelled: a node has it, no block yet. */
export const isWaiting = ({ stage, replacedBy }: Pick<ActionRecord, 'stage' | 'replacedBy'>): boolean =>
  stage === 'published' && replacedBy === null

/** The approval is done and the call it was for is still to come. */
export const callIsNext = ({ stage, tx }: Pick<ActionRecord, 'stage' | 'tx'>): boolean =>
  stage === 'verified' && tx.step === 'approve'
