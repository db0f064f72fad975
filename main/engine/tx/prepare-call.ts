import { mergeAccessList } from './merge-access-list.ts'
import type { Call, TxChain } from './tx-chain.ts'
import type { AccessList, TxRequest } from './types.ts'

/** Ethereum's bound on one transaction's gas (EIP-7825). */
const largestGas = 1n << 24n

export type PreparedCall = { call: Call; gas: bigint; accessList: AccessList }

export const callOf = ({ to, data, valueWei }: TxRequest): Call => ({ to, data, valueWei: valueWei ?? 0n })

/** Simulates, then sizes the gas. Throws CONTRACT_REVERT when the contract says no, else what the chain port throws. */
export async function prepareCall(chain: TxChain, request: TxRequest, signal: AbortSignal): Promise<PreparedCall> {
  const call = callOf(request)
  const [accessList] = await Promise.all([accessListFor(chain, request, signal), chain.simulate(call, signal)])
  const estimate = await chain.estimateGas({ ...call, accessList }, signal)
  const gas = (estimate * request.gas.percent) / 100n + request.gas.extra
  return { call, accessList, gas: gas > largestGas ? largestGas : gas }
}

/** The node's list is a saving, not a need: any failure leaves the request's own slots. */
async function accessListFor(chain: TxChain, request: TxRequest, signal: AbortSignal): Promise<AccessList> {
  if (!request.accessList) return []
  const suggested = await chain.suggestAccessList(callOf(request), signal).catch(() => [])
  return mergeAccessList(request.accessList, suggested)
}
