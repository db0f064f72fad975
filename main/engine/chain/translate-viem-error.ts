import { BaseError } from 'viem'
import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { type DecodedRevert, decodeRevert } from './decode-revert.ts'
import { RpcRejectedError } from './rpc-error.ts'

/**
 * What came out of a viem call through a chain client, as AppError: CONTRACT_REVERT (meta.errorName, meta.args), the pool's own error
 * (RPC_*, ABORTED) when there is one inside, CONTRACT_NO_ANSWER for a contract that returned nothing, else CHAIN_CALL_FAILED.
 */
export function translateViemError(error: unknown): AppError {
  const chain = causesOf(error)
  const ours = chain.find((link) => link instanceof AppError)
  if (ours instanceof RpcRejectedError && isRevert(ours)) return contractRevert(ours.data, ours, ours.message)
  if (ours instanceof AppError) return ours
  const raw = chain.map(rawDataOf).find((data) => data !== null)
  if (raw !== undefined) return contractRevert(raw, error)
  const name = error instanceof BaseError ? namesOf(chain) : ''
  if (name.includes('ContractFunctionZeroDataError') || name.includes('AbiDecodingZeroDataError'))
    return new AppError(
      { code: 'CONTRACT_NO_ANSWER' },
      { message: 'The contract returned nothing: no contract at this address, or not this one.', cause: error }
    )
  // viem's own messages carry the whole request, so only its class is told.
  const kind = error instanceof Error ? error.name : typeof error
  return new AppError({ code: 'CHAIN_CALL_FAILED', kind }, { message: `The call failed (${kind})`, cause: error })
}

/** CONTRACT_REVERT for revert data, e.g. of one call inside a multicall. */
export function contractRevert(data: Hex | null, cause?: unknown, nodeMessage?: string): AppError {
  const revert = decodeRevert(data)
  const { errorName, args } = revert.errorName === 'none' ? fromMessage(nodeMessage) : revert
  return new AppError(
    { code: 'CONTRACT_REVERT', errorName, args },
    { message: `The contract refuses: ${errorName}${args === '' ? '' : ` (${args})`}`, cause }
  )
}

/** Some nodes give the reason in the message only. */
function fromMessage(message: string | undefined): DecodedRevert {
  const reason = /revert(?:ed)?(?: with reason(?: string)?)?:?\s+['"]?(.+?)['"]?$/i.exec(message ?? '')?.[1]
  return reason === undefined ? { errorName: 'none', args: '' } : { errorName: 'Error', args: reason }
}

const isRevert = (error: RpcRejectedError): boolean =>
  error.data !== null || error.meta.rpcCode === 3 || /revert/i.test(error.message)

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let link = error; link !== undefined && link !== null && chain.length < 20; ) {
    chain.push(link)
    link = link instanceof Error ? link.cause : undefined
  }
  return chain
}

function rawDataOf(link: unknown): Hex | null {
  if (!(link instanceof BaseError)) return null
  const raw = Reflect.get(link, 'raw') ?? Reflect.get(link, 'data')
  return typeof raw === 'string' && raw.startsWith('0x') ? (raw as Hex) : null
}

const namesOf = (chain: readonly unknown[]): string[] => chain.map((link) => (link instanceof Error ? link.name : ''))
