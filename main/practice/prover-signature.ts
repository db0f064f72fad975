import { concatHex, type Hex, hexToBigInt, keccak256, numberToBytes, numberToHex, stringToHex } from 'viem'
import { sign } from 'viem/accounts'

/** Domains of SignedVerifiers.sol: a signature for one kind of proof is none for the other. */
const ZK_VM_DOMAIN = keccak256(stringToHex('kroma practice zkVM proof'))
const ZK_EVM_DOMAIN = keccak256(stringToHex('kroma practice zkEVM proof'))

/** A zkEVM proof has 4,640 bytes, the pair that goes on chain 128 of the prover's 192. */
const PROOF_WORDS = 145
const PAIR_WORDS = 4
const FINAL_PAIR_WORDS = 6

/** Length prefix of each public value: 32, in eight bytes, little-endian. */
const WORD_LENGTH_PREFIX: Hex = '0x2000000000000000'

/** What the three public values of a zkVM proof are, 32 bytes each. */
type ZkVmStep = { sourceOutputRoot: Hex; destinationOutputRoot: Hex; l1Head: Hex }

/** The 120 bytes `publicValues` of a zkVM proof. */
export function zkVmPublicValues(step: ZkVmStep): Hex {
  const words = [step.sourceOutputRoot, step.destinationOutputRoot, step.l1Head]
  return concatHex(words.flatMap((word) => [WORD_LENGTH_PREFIX, word]))
}

/** Signs a zkVM proof as SignedSp1Verifier accepts it.
 * @param input.programVKey `zkVmProgramVKey` of ZKProofVerifier, 32 bytes
 * @returns `proofBytes`: r, s, v in 65 bytes */
export async function signZkVmProof(input: { proverKey: Hex; programVKey: Hex; publicValues: Hex }): Promise<Hex> {
  const values = keccak256(input.publicValues)
  const digest = keccak256(concatHex([ZK_VM_DOMAIN, input.programVKey, values]))
  return sign({ hash: digest, privateKey: input.proverKey, to: 'hex' })
}

/** The part of `PublicInput` that a zkEVM proof is about (fields as in the Colosseum ABI). */
export type ZkEvmBlock = {
  blockHash: Hex
  parentHash: Hex
  stateRoot: Hex
  number: bigint
  timestamp: bigint
  gasLimit: bigint
  baseFee: bigint
  txHashes: readonly Hex[]
}

/** The hash that a zkEVM proof proves, as ZKProofVerifier computes it. A word of zeros stands where the withdrawals
 * root would be; the transactions are filled up with `dummyHash`.
 * @param input.previousStateRoot state root of the parent block
 * @param input.maxTxs `ZKProofVerifier.maxTxs()` */
export function zkEvmPublicInputHash(input: {
  previousStateRoot: Hex
  block: ZkEvmBlock
  dummyHash: Hex
  maxTxs: number
}): Hex {
  const { block } = input
  const fillers = Math.max(0, input.maxTxs - block.txHashes.length)
  return keccak256(
    concatHex([
      input.previousStateRoot,
      block.stateRoot,
      numberToHex(0, { size: 32 }),
      block.blockHash,
      block.parentHash,
      numberToHex(block.number, { size: 8 }),
      numberToHex(block.timestamp, { size: 8 }),
      numberToHex(block.baseFee, { size: 32 }),
      numberToHex(block.gasLimit, { size: 8 }),
      numberToHex(block.txHashes.length, { size: 2 }),
      ...block.txHashes,
      ...Array<Hex>(fillers).fill(input.dummyHash)
    ])
  )
}

/** A zkEVM proof as it goes on chain. */
type ZkEvmSignedProof = { proof: bigint[]; pair: bigint[] }

/** Signs a zkEVM proof as SignedZkVerifier accepts it: r, s, v, then words that follow from them; the pair follows from
 * the public input. */
export async function signZkEvmProof(input: { proverKey: Hex; publicInputHash: Hex }): Promise<ZkEvmSignedProof> {
  const pair = range(PAIR_WORDS).map((index) => word(input.publicInputHash, BigInt(index)))
  const words = [ZK_EVM_DOMAIN, input.publicInputHash, ...pair.map((value) => numberToHex(value, { size: 32 }))]
  const digest = keccak256(concatHex(words))
  const { r, s, v } = await sign({ hash: digest, privateKey: input.proverKey })
  const head = [hexToBigInt(r), hexToBigInt(s), v ?? 27n]
  const tail = range(PROOF_WORDS - head.length).map((index) => word(r, hexToBigInt(s), BigInt(index + head.length)))
  return { proof: [...head, ...tail], pair }
}

/** The same proof in the bytes that a prover answers: little-endian words, and two words more in the pair than the
 * chain wants. */
export function zkEvmProverAnswer(signed: ZkEvmSignedProof): { finalPair: Uint8Array; proof: Uint8Array } {
  const rest = range(FINAL_PAIR_WORDS - signed.pair.length).map((index) => BigInt(index + 1))
  return { finalPair: littleEndian([...signed.pair, ...rest]), proof: littleEndian(signed.proof) }
}

/** keccak256 of 32-byte words, as a number. */
function word(first: Hex, ...more: bigint[]): bigint {
  return hexToBigInt(keccak256(concatHex([first, ...more.map((value) => numberToHex(value, { size: 32 }))])))
}

function littleEndian(words: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 32)
  words.forEach((value, index) => {
    bytes.set(numberToBytes(value, { size: 32 }).reverse(), index * 32)
  })
  return bytes
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
