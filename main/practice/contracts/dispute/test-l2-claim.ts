import { type Block, concatHex, type Hex, keccak256, numberToHex, toHex, toRlp, trim, zeroHash } from 'viem'
import type { ZkEvmBlock } from '../../prover-signature.ts'
import type { TestNodeClient } from './test-node.ts'

/** The predeploy that the withdrawals lie in. */
export const messagePasser: Hex = '0x4200000000000000000000000000000000000003'

/** `PublicInputProof` of the Colosseum ABI. */
export type Claim = {
  srcOutputRootProof: RootProof
  dstOutputRootProof: RootProof
  publicInput: ZkEvmBlock & {
    transactionsRoot: Hex
    withdrawalsRoot: Hex
    blobGasUsed: bigint
    excessBlobGas: bigint
    parentBeaconRoot: Hex
  }
  rlps: Record<string, Hex>
  l2ToL1MessagePasserBalance: Hex
  l2ToL1MessagePasserCodeHash: Hex
  merkleProof: readonly Hex[]
}

export type Sealed = Block<bigint, false, 'latest'>
type RootProof = {
  version: Hex
  stateRoot: Hex
  messagePasserStorageRoot: Hex
  latestBlockhash: Hex
  nextBlockHash: Hex
}

type Blocks = { source: Sealed; target: Sealed; next: Sealed }

/** PublicInputProof for the step from `source` to `target`, from what an L2 node answers. */
export async function claimOf(client: TestNodeClient, blocks: Blocks): Promise<Claim> {
  const { source, target, next } = blocks
  const proof = await client.getProof({ address: messagePasser, storageKeys: [], blockNumber: target.number })
  return {
    srcOutputRootProof: await rootProof(client, source, target),
    dstOutputRootProof: await rootProof(client, target, next),
    publicInput: {
      blockHash: target.hash,
      parentHash: target.parentHash,
      timestamp: target.timestamp,
      number: target.number,
      gasLimit: target.gasLimit,
      baseFee: target.baseFeePerGas ?? 0n,
      transactionsRoot: target.transactionsRoot,
      stateRoot: target.stateRoot,
      withdrawalsRoot: target.withdrawalsRoot ?? zeroHash,
      txHashes: target.transactions,
      blobGasUsed: 0n,
      excessBlobGas: 0n,
      parentBeaconRoot: zeroHash
    },
    rlps: headerRlps(target),
    l2ToL1MessagePasserBalance: numberToHex(proof.balance, { size: 32 }),
    l2ToL1MessagePasserCodeHash: proof.codeHash,
    merkleProof: proof.accountProof
  }
}

async function rootProof(client: TestNodeClient, block: Sealed, next: Sealed): Promise<RootProof> {
  const proof = await client.getProof({ address: messagePasser, storageKeys: [], blockNumber: block.number })
  return {
    version: zeroHash,
    stateRoot: block.stateRoot,
    messagePasserStorageRoot: proof.storageHash,
    latestBlockhash: block.hash,
    nextBlockHash: next.hash
  }
}

function headerRlps(block: Sealed): Record<string, Hex> {
  const quantity = (value: bigint) => toRlp(value === 0n ? '0x' : trim(toHex(value)))
  return {
    uncleHash: toRlp(block.sha3Uncles),
    coinbase: toRlp(block.miner),
    receiptsRoot: toRlp(block.receiptsRoot),
    logsBloom: toRlp(block.logsBloom ?? '0x'),
    difficulty: quantity(block.difficulty),
    gasUsed: quantity(block.gasUsed),
    extraData: toRlp(block.extraData),
    mixHash: toRlp(block.mixHash),
    nonce: toRlp(block.nonce ?? '0x')
  }
}

/** The root that Colosseum holds for such a proof. */
export function outputRoot(proof: RootProof): Hex {
  const { version, stateRoot, messagePasserStorageRoot, latestBlockhash, nextBlockHash } = proof
  return keccak256(concatHex([version, stateRoot, messagePasserStorageRoot, latestBlockhash, nextBlockHash]))
}
