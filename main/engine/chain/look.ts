import {
  type Abi,
  bytesToHex,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  type DecodeFunctionResultParameters,
  decodeFunctionResult,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  hexToBytes,
  parseAbi
} from 'viem'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { deploylessProgram, type RawCall } from './deployless-program.ts'
import { contractRevert } from './translate-viem-error.ts'
import type { RequestReason, RpcPool } from './types.ts'

export const multicall3Address: Address = '0xcA11bde05977b3631167028862bE2a173976CA11'
/** What a contract's code may have, which is what a deployless look returns: 24,576 bytes. */
const mostDeployless = 200
const nobody: Address = '0x0000000000000000000000000000000000000000'

const multicall3Abi = parseAbi([
  'struct Call3 { address target; bool allowFailure; bytes callData; }',
  'struct Result { bool success; bytes returnData; }',
  'function aggregate3(Call3[] calls) payable returns (Result[] returnData)',
  'function getBlockNumber() view returns (uint256)',
  'function getCurrentBlockTimestamp() view returns (uint256)',
  'function getLastBlockHash() view returns (bytes32)',
  'function getEthBalance(address addr) view returns (uint256)'
])

/** One view call of a look. `name` is for errors, e.g. `L2OutputOracle.nextBlockNumber`. */
export type Read<T> = RawCall & { name: string; decode: (data: Hex) => T }
type Reads = Record<string, Read<unknown>>
type Values<R extends Reads> = { [K in keyof R]: R[K] extends Read<infer T> ? T : never }

type Returned<
  A extends Abi,
  N extends ContractFunctionName<A, 'view'>,
  P extends ContractFunctionArgs<A, 'view', N>
> = ContractFunctionReturnType<A, 'view', N, P>

/** A typed view call: `readOf('L2OutputOracle', address, l2OutputOracleAbi)('nextBlockNumber')`. */
export const readOf =
  <const A extends Abi>(contract: string, to: Address, abi: A) =>
  <N extends ContractFunctionName<A, 'view'>, P extends ContractFunctionArgs<A, 'view', N>>(
    functionName: N,
    ...args: P extends readonly unknown[] ? P : never
  ): Read<Returned<A, N, P>> => ({
    to,
    name: `${contract}.${functionName}`,
    data: encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters),
    decode: (data) =>
      decodeFunctionResult({ abi, functionName, data } as unknown as DecodeFunctionResultParameters) as Returned<
        A,
        N,
        P
      >
  })

export type Look<R extends Reads> = {
  blockNumber: bigint
  timestampSec: number
  parentHash: Hash
  /** Of `account`. */
  ethWei: bigint
  values: Values<R>
}

type LookOptions<R extends Reads> = {
  pool: RpcPool
  /** Where Multicall3 is, or null: then the calls are made by code that is never deployed. */
  multicall: Address | null
  account: Address | null
  reads: R
  /** Default: the newest block. Nodes keep the state of the last blocks only. */
  block?: bigint | undefined
  reason: RequestReason
  signal?: AbortSignal | undefined
}

/** All reads at one block with one eth_call; at most 200 where Multicall3 is missing (LOOK_TOO_LARGE). Throws the pool's errors, CONTRACT_REVERT or CONTRACT_NO_ANSWER naming the call, RPC_BAD_ANSWER when the answer cannot be decoded. */
export async function lookAt<R extends Reads>(options: LookOptions<R>): Promise<Look<R>> {
  const { multicall, reads } = options
  const entries = Object.entries(reads)
  const calls = entries.map(([, read]) => read)
  const account = options.account ?? nobody
  if (multicall === null && calls.length > mostDeployless)
    throw new AppError({ code: 'LOOK_TOO_LARGE', reads: calls.length })
  const answer = await callOnce(
    options,
    multicall === null ? { data: deploylessProgram(calls, account) } : aggregate(calls, account, multicall)
  )
  const raw = decodeSafely(() =>
    multicall === null ? fromProgram(answer, calls.length) : fromAggregate(answer, calls.length)
  )
  const values = entries.map(([key, read], i) => [key, decoded(read, raw.results[i])])
  return { ...raw.block, values: Object.fromEntries(values) as Values<R> }
}

type Block = { blockNumber: bigint; timestampSec: number; parentHash: Hash; ethWei: bigint }
type Raw = { block: Block; results: { success: boolean; returnData: Hex }[] }

async function callOnce(options: LookOptions<Reads>, call: { to?: Address; data: Hex }): Promise<Hex> {
  const { pool, block, reason, signal } = options
  const at = block === undefined ? 'latest' : `0x${block.toString(16)}`
  const answer = await pool.request({ method: 'eth_call', params: [call, at], reason, ...(signal && { signal }) })
  if (typeof answer !== 'string' || !/^0x[0-9a-f]*$/i.test(answer)) throw badLook()
  return answer as Hex
}

function aggregate(calls: readonly RawCall[], account: Address, multicall: Address): { to: Address; data: Hex } {
  const own = [
    encodeFunctionData({ abi: multicall3Abi, functionName: 'getBlockNumber' }),
    encodeFunctionData({ abi: multicall3Abi, functionName: 'getCurrentBlockTimestamp' }),
    encodeFunctionData({ abi: multicall3Abi, functionName: 'getLastBlockHash' }),
    encodeFunctionData({ abi: multicall3Abi, functionName: 'getEthBalance', args: [account] })
  ].map((data) => ({ to: multicall, data }))
  const all = [...own, ...calls].map(({ to, data }) => ({ target: to, allowFailure: true, callData: data }))
  return { to: multicall, data: encodeFunctionData({ abi: multicall3Abi, functionName: 'aggregate3', args: [all] }) }
}

function fromAggregate(answer: Hex, calls: number): Raw {
  const all = decodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', data: answer })
  if (all.length !== calls + 4) throw badLook()
  const [number, timestamp, parent, balance] = all.map(({ returnData }) => returnData)
  if (!number || !timestamp || !parent || !balance) throw badLook()
  return { block: blockOf(number, timestamp, parent, balance), results: all.slice(4) }
}

function fromProgram(answer: Hex, calls: number): Raw {
  const bytes = hexToBytes(answer)
  let at = 0
  const take = (length: number): Hex => {
    if (at + length > bytes.length) throw badLook()
    at += length
    return bytesToHex(bytes.subarray(at - length, at))
  }
  const block = blockOf(take(32), take(32), take(32), take(32))
  const results = Array.from({ length: calls }, () => {
    const success = BigInt(take(32)) === 1n
    return { success, returnData: take(Number(BigInt(take(32)))) }
  })
  return { block, results }
}

const blockOf = (number: Hex, timestamp: Hex, parentHash: Hex, balance: Hex): Block => ({
  blockNumber: BigInt(number),
  timestampSec: Number(BigInt(timestamp)),
  parentHash,
  ethWei: BigInt(balance)
})

function decoded(read: Read<unknown>, result: Raw['results'][number] | undefined): unknown {
  if (!result) throw badLook()
  if (!result.success) {
    const revert = contractRevert(result.returnData)
    throw new AppError({ ...revert.meta, call: read.name }, { message: `${read.name}: ${revert.message}` })
  }
  if (result.returnData === '0x')
    throw new AppError(
      { code: 'CONTRACT_NO_ANSWER', call: read.name, address: read.to },
      { message: `${read.name} does not answer at ${read.to}: no contract there, or another one. Check the addresses.` }
    )
  return decodeSafely(() => read.decode(result.returnData), read.name)
}

function decodeSafely<T>(decode: () => T, name?: string): T {
  try {
    return decode()
  } catch (cause) {
    throw cause instanceof AppError ? cause : badLook(name, cause)
  }
}

const badLook = (name = 'eth_call', cause?: unknown): AppError =>
  new AppError(
    { code: 'RPC_BAD_ANSWER', method: 'eth_call', call: name },
    { message: `${name}: the answer cannot be decoded`, retryable: true, cause }
  )
