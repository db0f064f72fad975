import { decodeErrorResult } from 'viem'
import type { Hex } from '../../../shared/domain/hex.ts'
import { contractErrors } from './contract-errors.ts'
import { sanitiseText } from './sanitise-text.ts'

/** `errorName` is a custom error of the protocol's contracts, `Error` (a revert string), `Panic`, `unknown` (a selector nobody declares) or `none` (no data). */
export type DecodedRevert = { errorName: string; args: string }

/** Says in words what a call reverted with. Total: whatever the node sent gives an answer. */
export function decodeRevert(data: Hex | null): DecodedRevert {
  if (data === null || data === '0x') return { errorName: 'none', args: '' }
  try {
    const { errorName, args } = decodeErrorResult({ abi: contractErrors, data })
    return { errorName, args: sanitiseText((args ?? []).map((arg) => textOf(arg)).join(', ')) }
  } catch {
    return { errorName: 'unknown', args: data.slice(0, 10) }
  }
}

const textOf = (arg: unknown): string =>
  Array.isArray(arg) ? `[${arg.map(textOf).join(', ')}]` : typeof arg === 'object' ? '{…}' : String(arg)
