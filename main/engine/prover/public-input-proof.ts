import { numberToHex, toRlp } from 'viem'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { computeOutputRoot } from '../chain/output-root.ts'
import type { ProofRequest, ZkEvmProof } from '../challenge/proof-port.ts'
import { type L2Header, l2HeaderHash, readL2Header, rlpNumber } from './l2-header.ts'
import type { ProofReader } from './proof-reader.ts'
import { inputMismatch } from './prover-error.ts'

export type PublicInputProof = ZkEvmProof['publicInputProof']
export type OutputRootProof = PublicInputProof['srcOutputRootProof']

/** What `kroma_outputWithProofAtBlock` says about one block, checked and typed. */
export type OutputWithProof = {
  number: bigint
  rootProof: OutputRootProof
  /** Header and transactions of the block after it. */
  next: { header: L2Header; txHashes: readonly Hash[] }
  /** The message passer's account in this block's state. */
  passer: {
    /** Null when the number in the answer was too large to be read without loss. */
    balanceWei: bigint | null
    codeHash: Hash
    merkleProof: readonly Hex[]
  }
}

const zeroHash: Hash = `0x${'0'.repeat(64)}`

/** `reader` throws for what does not have the documented shape. */
export function readOutputWithProof(answer: unknown, reader: ProofReader): OutputWithProof {
  const output = reader.object(answer, 'output')
  const ref = reader.object(output.blockRef, 'blockRef')
  const nextRef = reader.object(output.nextBlockRef, 'nextBlockRef')
  const proof = reader.object(output.publicInputProof, 'publicInputProof')
  return {
    number: BigInt(reader.integer(ref.number, 'blockRef.number')),
    rootProof: {
      version: reader.hash(output.version, 'version'),
      stateRoot: reader.hash(output.stateRoot, 'stateRoot'),
      messagePasserStorageRoot: reader.hash(output.withdrawalStorageRoot, 'withdrawalStorageRoot'),
      latestBlockhash: reader.hash(ref.hash, 'blockRef.hash'),
      nextBlockHash: reader.hash(nextRef.hash, 'nextBlockRef.hash')
    },
    next: {
      header: readL2Header(proof.nextBlock, reader, 'nextBlock'),
      txHashes: reader
        .list(proof.nextTransactions, 'nextTransactions')
        .map((tx, i) => readTxHash(tx, reader, `nextTransactions.${i}`))
    },
    passer: {
      balanceWei: readBalance(proof.l2ToL1MessagePasserBalance, reader),
      codeHash: reader.hash(proof.l2ToL1MessagePasserCodeHash, 'l2ToL1MessagePasserCodeHash'),
      merkleProof: reader.list(proof.merkleProof, 'merkleProof').map((node, i) => reader.hex(node, `merkleProof.${i}`))
    }
  }
}

const readTxHash = (tx: unknown, reader: ProofReader, path: string): Hash =>
  typeof tx === 'string' ? reader.hash(tx, path) : reader.hash(reader.object(tx, path).hash, `${path}.hash`)

/** Wei as a JSON number: beyond 2^53 its digits are lost when it is read. */
function readBalance(value: unknown, reader: ProofReader): bigint | null {
  if (typeof value === 'number' && value > Number.MAX_SAFE_INTEGER) return null
  return reader.quantity(value, 'l2ToL1MessagePasserBalance')
}

type Step = Pick<ProofRequest, 'targetBlock' | 'targetBlockHash' | 'sourceRoot' | 'destinationRoot'>
type Parts = { request: Step; source: OutputWithProof; destination: OutputWithProof; passerBalanceWei: bigint }

/** `PublicInputProof` of the step, in the contract's field order. Throws PROOF_INPUT_MISMATCH for what ZKProofVerifier would refuse. */
export function publicInputProof({ request, source, destination, passerBalanceWei }: Parts): PublicInputProof {
  const { header } = source.next
  requireThat(source.number === request.targetBlock - 1n, 'the source is another block')
  requireThat(destination.number === request.targetBlock, 'the destination is another block')
  requireThat(source.rootProof.nextBlockHash === request.targetBlockHash, 'another block follows the source')
  requireThat(destination.rootProof.latestBlockhash === request.targetBlockHash, 'the destination has another hash')
  requireThat(l2HeaderHash(header) === request.targetBlockHash, 'the header given does not have the block’s hash')
  requireThat(header.stateRoot === destination.rootProof.stateRoot, 'the header has another state root')
  requireThat(rootOf(source.rootProof) === request.sourceRoot, 'the source root is not the agreed one')
  requireThat(rootOf(destination.rootProof) === request.destinationRoot, 'the destination root is not the own one')
  return {
    srcOutputRootProof: source.rootProof,
    dstOutputRootProof: destination.rootProof,
    publicInput: publicInputOf(source),
    rlps: rlpsOf(header),
    l2ToL1MessagePasserBalance: numberToHex(passerBalanceWei, { size: 32 }),
    l2ToL1MessagePasserCodeHash: destination.passer.codeHash,
    merkleProof: destination.passer.merkleProof
  }
}

function requireThat(holds: boolean, otherwise: string): void {
  if (!holds) throw inputMismatch(otherwise)
}

/** The output root that a root proof stands for. */
export function rootOf({ stateRoot, messagePasserStorageRoot, latestBlockhash, nextBlockHash }: OutputRootProof): Hash {
  const next = nextBlockHash === zeroHash ? null : nextBlockHash
  return computeOutputRoot({ stateRoot, messagePasserStorageRoot, blockHash: latestBlockhash, nextBlockHash: next })
}

function publicInputOf({ rootProof, next }: OutputWithProof): PublicInputProof['publicInput'] {
  const { header, txHashes } = next
  return {
    blockHash: rootProof.nextBlockHash,
    parentHash: header.parentHash,
    timestamp: header.timestampSec,
    number: header.number,
    gasLimit: header.gasLimit,
    baseFee: header.baseFeeWei,
    transactionsRoot: header.transactionsRoot,
    stateRoot: header.stateRoot,
    withdrawalsRoot: header.withdrawalsRoot,
    txHashes,
    blobGasUsed: header.blobGasUsed,
    excessBlobGas: header.excessBlobGas,
    parentBeaconRoot: header.parentBeaconRoot
  }
}

function rlpsOf(header: L2Header): PublicInputProof['rlps'] {
  return {
    uncleHash: toRlp(header.uncleHash),
    coinbase: toRlp(header.coinbase),
    receiptsRoot: toRlp(header.receiptsRoot),
    logsBloom: toRlp(header.logsBloom),
    difficulty: rlpNumber(header.difficulty),
    gasUsed: rlpNumber(header.gasUsed),
    extraData: toRlp(header.extraData),
    mixHash: toRlp(header.mixHash),
    nonce: toRlp(header.nonce)
  }
}
