import { keccak256, toHex } from 'viem'
import type { Hash } from '../../../../shared/domain/hex.ts'
import type { ProofRequest } from '../../challenge/proof-port.ts'
import { l2HeaderHash, readL2Header } from '../l2-header.ts'
import { proofReader } from '../proof-reader.ts'
import { rootOf } from '../public-input-proof.ts'

const hash = (text: string): Hash => keccak256(toHex(text))
export const testReader = proofReader((what) => {
  throw new Error(what)
})

/** Header of block 101 as a node writes it. */
export const exampleHeader = {
  parentHash: hash('block 100'),
  sha3Uncles: hash('uncles'),
  miner: '0x4200000000000000000000000000000000000011',
  stateRoot: hash('state 101'),
  transactionsRoot: hash('transactions'),
  receiptsRoot: hash('receipts'),
  logsBloom: `0x${'00'.repeat(256)}`,
  difficulty: '0x0',
  number: '0x65',
  gasLimit: '0x1c9c380',
  gasUsed: '0xa410',
  timestamp: '0x6553f1ca',
  extraData: '0x',
  mixHash: hash('mix'),
  nonce: '0x0000000000000000',
  baseFeePerGas: '0x7',
  withdrawalsRoot: hash('withdrawals'),
  hash: hash('not looked at')
}

const targetBlockHash = l2HeaderHash(readL2Header(exampleHeader, testReader, 'header'))

type Account = { l2ToL1MessagePasserBalance: unknown }

function outputAt(number: number, parts: { hash: Hash; next: Hash; stateRoot: Hash }, account: Account) {
  const proof = {
    nextBlock: exampleHeader,
    nextTransactions: [{ hash: hash('tx 1'), type: '0x7e' }, { hash: hash('tx 2') }],
    l2ToL1MessagePasserCodeHash: hash('code'),
    merkleProof: ['0xf851', '0xf8518080'],
    ...account
  }
  return {
    version: `0x${'0'.repeat(64)}`,
    outputRoot: hash('not looked at'),
    blockRef: { hash: parts.hash, number },
    nextBlockRef: { hash: parts.next, number: number + 1 },
    withdrawalStorageRoot: hash(`storage ${number}`),
    stateRoot: parts.stateRoot,
    publicInputProof: proof
  }
}

/** What a rollup node says about blocks 100 and 101, and a request that fits. */
export function exampleStep(account: Account = { l2ToL1MessagePasserBalance: 5 }) {
  const source = outputAt(
    100,
    { hash: hash('block 100'), next: targetBlockHash, stateRoot: hash('state 100') },
    account
  )
  const destination = outputAt(
    101,
    { hash: targetBlockHash, next: hash('block 102'), stateRoot: hash('state 101') },
    account
  )
  const rootProofOf = (output: typeof source) => ({
    version: output.version as Hash,
    stateRoot: output.stateRoot,
    messagePasserStorageRoot: output.withdrawalStorageRoot,
    latestBlockhash: output.blockRef.hash,
    nextBlockHash: output.nextBlockRef.hash
  })
  const request: ProofRequest = {
    kind: 'zkevm',
    outputIndex: 7n,
    challenger: '0x00000000000000000000000000000000000000c1',
    sourceBlock: 100n,
    targetBlock: 101n,
    targetBlockHash,
    l1Head: hash('l1 head'),
    sourceRoot: rootOf(rootProofOf(source)),
    destinationRoot: rootOf(rootProofOf(destination))
  }
  return { request, source, destination, trace: JSON.stringify({ header: { hash: targetBlockHash } }) }
}
