import { createHash } from 'node:crypto'
import { bytesToHex, keccak256 } from 'viem'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { RpcFault, type RpcHandler } from '../json-rpc-server.ts'
import { signZkEvmProof, type ZkEvmBlock, zkEvmProverAnswer, zkEvmPublicInputHash } from '../prover-signature.ts'
import type { BlockTrace } from '../rollup/block-trace.ts'
import type { Rpc } from '../rpc.ts'
import type { FaultBook } from './faults.ts'

/** The prover itself writes bytes as arrays of numbers, the proxy as base64. */
export type ProofEncoding = 'arrays' | 'base64' | 'hex'

type Deps = {
  l2: Rpc
  chainId: number
  proverKey: Hex
  dummyHash: Hex
  maxTxs: number
  faults: FaultBook
  encoding: () => ProofEncoding
  delayMs: () => number
  /** A proof was begun. */
  onProof: () => void
  clock: Clock
  signal: AbortSignal
}

type Block = Record<'hash' | 'parentHash' | 'stateRoot', Hash> &
  Record<'number' | 'timestamp' | 'gasLimit' | 'baseFeePerGas', Hex> & { transactions: Hash[] }
type Bytes = { finalPair: Uint8Array; proof: Uint8Array }

/** `prove` and `spec` of a zkEVM prover. Like the proxy it gives equal requests one proof, also after the asker has gone. What it signs it has compared with the chain, so nobody gets a proof of what did not happen. */
export function zkEvmProver(deps: Deps): RpcHandler {
  const { faults, clock, signal } = deps
  const proofs = new Map<string, Promise<Bytes>>()

  async function make(trace: BlockTrace, forAnother: boolean): Promise<Bytes> {
    deps.onProof()
    await clock.sleep(deps.delayMs(), signal)
    const hash = await publicInputHash(deps, trace)
    const publicInputHashSigned = forAnother ? keccak256(hash) : hash
    return zkEvmProverAnswer(
      await signZkEvmProof({ proverKey: deps.proverKey, publicInputHash: publicInputHashSigned })
    )
  }

  function proofOf(text: string): Promise<Bytes> {
    const key = createHash('md5').update(text).digest('hex')
    const known = proofs.get(key)
    if (known) return known
    const forAnother = faults.takes('another-block')
    const made = make(readTrace(text), forAnother)
    const drop = (): void => void proofs.delete(key)
    // What went wrong, also on purpose, is not what a second asker gets.
    made.then(() => forAnother && drop(), drop)
    proofs.set(key, made)
    return made
  }

  return async (method, [trace]) => {
    if (method === 'spec')
      return { degree: 19, agg_degree: 23, chain_id: deps.chainId, max_txs: deps.maxTxs, max_call_data: 350_000 }
    if (method !== 'prove') throw new RpcFault(-32601, `the method ${method} does not exist/is not available`)
    if (typeof trace !== 'string') throw new RpcFault(-32602, 'Invalid params: the trace must be a string')
    const broken = faults.answers()
    if (broken) return broken.result
    if (faults.takes('stuck')) return neverEnding(deps)
    const { finalPair, proof } = await proofOf(trace)
    const part = faults.takes('too-short') ? proof.slice(0, proof.length / 2) : proof
    return { final_pair: encode(finalPair, deps.encoding()), proof: encode(part, deps.encoding()) }
  }
}

/** Counts as asked for; the asker waits until it gives up or the server stops. */
function neverEnding({ onProof }: Deps): Promise<never> {
  onProof()
  return new Promise(() => {})
}

function readTrace(text: string): BlockTrace {
  try {
    const trace = JSON.parse(text) as BlockTrace
    if (trace.header.hash && trace.storageTrace.rootBefore && Array.isArray(trace.transactions)) return trace
  } catch {
    // Told below, like a trace that lacks something.
  }
  throw new RpcFault(-32000, 'failed to parse the block trace')
}

async function publicInputHash(deps: Deps, trace: BlockTrace): Promise<Hash> {
  const found = await deps.l2<Block | null>('eth_getBlockByHash', [trace.header.hash, false])
  const parent = found && (await deps.l2<{ stateRoot: Hash } | null>('eth_getBlockByHash', [found.parentHash, false]))
  const same =
    parent?.stateRoot === trace.storageTrace.rootBefore &&
    found?.stateRoot === trace.storageTrace.rootAfter &&
    found.transactions.join() === trace.transactions.map(({ txHash }) => txHash).join()
  if (!found || !same) throw new RpcFault(-32000, 'the circuit is not satisfied: the trace is not of this chain')
  const { dummyHash, maxTxs } = deps
  const previousStateRoot = trace.storageTrace.rootBefore
  return zkEvmPublicInputHash({ previousStateRoot, block: blockOf(found), dummyHash, maxTxs })
}

const blockOf = (block: Block): ZkEvmBlock => ({
  blockHash: block.hash,
  parentHash: block.parentHash,
  stateRoot: block.stateRoot,
  number: BigInt(block.number),
  timestamp: BigInt(block.timestamp),
  gasLimit: BigInt(block.gasLimit),
  baseFee: BigInt(block.baseFeePerGas),
  txHashes: block.transactions
})

function encode(bytes: Uint8Array, encoding: ProofEncoding): unknown {
  if (encoding === 'arrays') return [...bytes]
  return encoding === 'base64' ? Buffer.from(bytes).toString('base64') : bytesToHex(bytes)
}
