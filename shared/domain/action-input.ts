import type { Address, Hash } from './hex.ts'
import { type AccountProblem, parseAccount } from './parse-account.ts'
import { type AmountProblem, parseAmount } from './parse-amount.ts'
import { type CommissionProblem, parseCommission } from './parse-commission.ts'

export type ActionField = 'amount' | 'commission' | 'withdrawAccount' | 'to'

/** What is typed for each action; the other actions take nothing. Amounts are decimals of KRO (of ETH for the old pool), commission a whole percent. */
export type ActionRequest =
  | { kind: 'register'; input: { amount: string; commission: string; withdrawAccount: string } }
  | { kind: 'deposit' | 'withdraw' | 'v1-withdraw'; input: { amount: string } }
  | { kind: 'commission-init'; input: { commission: string } }
  | { kind: 'v1-withdraw-to'; input: { amount: string; to: string } }
  | {
      kind: 'activate' | 'unjail' | 'commission-finalize' | 'v1-unbond' | 'submit-output'
      input: Record<string, never>
    }

/** The same, understood. */
export type ActionIntent =
  | { kind: 'register'; amountWei: bigint; commissionPercent: number; withdrawAccount: Address }
  | { kind: 'deposit'; amountWei: bigint }
  | { kind: 'withdraw'; amountWei: bigint }
  | { kind: 'v1-withdraw'; amountWei: bigint }
  | { kind: 'commission-init'; commissionPercent: number }
  | { kind: 'v1-withdraw-to'; amountWei: bigint; to: Address }
  | { kind: 'activate' }
  | { kind: 'unjail' }
  | { kind: 'commission-finalize' }
  | { kind: 'v1-unbond' }
  | SubmitIntent

/** The next output, as the own node gives it. Never typed: main alone makes one. */
export type SubmitIntent = {
  kind: 'submit-output'
  outputIndex: bigint
  l2BlockNumber: bigint
  outputRoot: Hash
  l1BlockHash: Hash
  l1BlockNumber: bigint
}

/** What a request can say: everything but which output it is. */
export type TypedIntent = Exclude<ActionIntent, SubmitIntent>

export type FieldProblem = { field: ActionField; problem: AmountProblem | CommissionProblem | AccountProblem }
export type ParsedAction =
  | { ok: true; intent: TypedIntent | { kind: 'submit-output' } }
  | { ok: false; problems: FieldProblem[] }

/** Reads what was typed. Every field that cannot be read is named with its problem. */
export function parseActionInput({ kind, input }: ActionRequest): ParsedAction {
  const problems: FieldProblem[] = []
  const read = <T extends { ok: true } | { ok: false; problem: FieldProblem['problem'] }>(
    field: ActionField,
    parsed: T
  ): Extract<T, { ok: true }> | null => {
    if (parsed.ok) return parsed as Extract<T, { ok: true }>
    problems.push({ field, problem: parsed.problem })
    return null
  }
  const intent = intentOf({ kind, input } as ActionRequest, read)
  return intent && problems.length === 0 ? { ok: true, intent } : { ok: false, problems }
}

type Read = <T extends { ok: true } | { ok: false; problem: FieldProblem['problem'] }>(
  field: ActionField,
  parsed: T
) => Extract<T, { ok: true }> | null

function intentOf(request: ActionRequest, read: Read): Extract<ParsedAction, { ok: true }>['intent'] | null {
  switch (request.kind) {
    case 'register': {
      const amount = read('amount', parseAmount(request.input.amount))
      const commission = read('commission', parseCommission(request.input.commission))
      const account = read('withdrawAccount', parseAccount(request.input.withdrawAccount))
      if (!amount || !commission || !account) return null
      const commissionPercent = commission.percent
      return { kind: 'register', amountWei: amount.wei, commissionPercent, withdrawAccount: account.account }
    }
    case 'deposit':
    case 'withdraw':
    case 'v1-withdraw': {
      const amount = read('amount', parseAmount(request.input.amount))
      return amount && { kind: request.kind, amountWei: amount.wei }
    }
    case 'commission-init': {
      const commission = read('commission', parseCommission(request.input.commission))
      return commission && { kind: request.kind, commissionPercent: commission.percent }
    }
    case 'v1-withdraw-to': {
      const amount = read('amount', parseAmount(request.input.amount))
      const to = read('to', parseAccount(request.input.to))
      return amount && to && { kind: request.kind, amountWei: amount.wei, to: to.account }
    }
    default:
      return { kind: request.kind }
  }
}
