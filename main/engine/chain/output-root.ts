import { concatHex, keccak256 } from 'viem'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { answerReader } from './answer-reader.ts'
import type { RpcPool } from './types.ts'

/** The L2ToL1MessagePasser predeploy, whose storage root is part of every output root. */
export const messagePasserAddress: Address = '0x4200000000000000000000000000000000000003'
const versionZero: Hash = `0x${'0'.repeat(64)}`

type RootParts = {
  stateRoot: Hash
  messagePasserStorageRoot: Hash
  blockHash: Hash
  /** Hash of the block after it: part of the root before the MPT fork. Null from the fork on. */
  nextBlockHash: Hash | null
}

/** Output root of an L2 block. Protocol: nodes, output root. */
export function computeOutputRoot({ stateRoot, messagePasserStorageRoot, blockHash, nextBlockHash }: RootParts): Hash {
  const parts: Hex[] = [versionZero, stateRoot, messagePasserStorageRoot, blockHash]
  return keccak256(concatHex(nextBlockHash === null ? parts : [...parts, nextBlockHash]))
}

type Recompute = { l2Pool: RpcPool; l2BlockNumber: bigint; preMpt: boolean; signal?: AbortSignal }

/** The output root as the L2 node's own headers and storage give it, without the rollup node. Throws the pool's errors, or L2_BAD_ANSWER when the node has not got the block (retryable) or answers about another one. */
export async function recomputeOutputRoot({ l2Pool, l2BlockNumber, preMpt, signal }: Recompute): Promise<Hash> {
  const ask = (method: string, params: readonly unknown[]): Promise<unknown> =>
    l2Pool.request({ method, params, reason: 'root', ...(signal && { signal }) })
  const quantity = (n: bigint): Hex => `0x${n.toString(16)}`
  const [block, proof, next] = await Promise.all([
    ask('eth_getBlockByNumber', [quantity(l2BlockNumber), false]),
    ask('eth_getProof', [messagePasserAddress, [], quantity(l2BlockNumber)]),
    preMpt ? ask('eth_getBlockByNumber', [quantity(l2BlockNumber + 1n), false]) : null
  ])
  const { hash: blockHash, stateRoot } = headerOf(block, l2BlockNumber)
  const nextHeader = preMpt ? headerOf(next, l2BlockNumber + 1n) : null
  if (nextHeader && nextHeader.parentHash !== blockHash) refuse('the next block has another parent')
  const messagePasserStorageRoot = storageRootOf(proof)
  return computeOutputRoot({ stateRoot, messagePasserStorageRoot, blockHash, nextBlockHash: nextHeader?.hash ?? null })
}

function refuse(what: string): never {
  throw new AppError(
    { code: 'L2_BAD_ANSWER', what },
    { message: `The L2 node's answer cannot be used: ${what}`, retryable: true }
  )
}

const reader = answerReader(refuse)

function headerOf(answer: unknown, number: bigint): { hash: Hash; parentHash: Hash; stateRoot: Hash } {
  if (answer === null) refuse(`it has no block ${number}`)
  const header = reader.object(answer, 'block')
  if (BigInt(reader.integer(header.number, 'number')) !== number) refuse(`it is not about block ${number}`)
  return {
    hash: reader.hash(header.hash, 'hash'),
    parentHash: reader.hash(header.parentHash, 'parentHash'),
    stateRoot: reader.hash(header.stateRoot, 'stateRoot')
  }
}

function storageRootOf(answer: unknown): Hash {
  const proof = reader.object(answer, 'proof')
  if (reader.string(proof.address, 'proof.address').toLowerCase() !== messagePasserAddress)
    refuse('the proof is about another account')
  return reader.hash(proof.storageHash, 'storageHash')
}
