import { keccak256, toRlp, type Hex as ViemHex } from 'viem'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { ProofReader } from './proof-reader.ts'

const zeroHash: Hash = `0x${'0'.repeat(64)}`

/** A block header of the L2 chain. Before Cancun the blob fields are 0 and the beacon root is zero. */
export type L2Header = {
  parentHash: Hash
  uncleHash: Hash
  coinbase: Hex
  stateRoot: Hash
  transactionsRoot: Hash
  receiptsRoot: Hash
  logsBloom: Hex
  difficulty: bigint
  number: bigint
  gasLimit: bigint
  gasUsed: bigint
  timestampSec: bigint
  extraData: Hex
  mixHash: Hash
  nonce: Hex
  baseFeeWei: bigint
  withdrawalsRoot: Hash
  blobGasUsed: bigint
  excessBlobGas: bigint
  parentBeaconRoot: Hash
}

/** Reads the header as nodes write it in JSON; `reader` throws for what is no header. */
export function readL2Header(value: unknown, reader: ProofReader, path: string): L2Header {
  const json = reader.object(value, path)
  const hash = (name: string): Hash => reader.hash(json[name], `${path}.${name}`)
  const bytes = (name: string, size?: number): Hex => reader.hex(json[name], `${path}.${name}`, size)
  const quantity = (name: string): bigint => reader.quantity(json[name], `${path}.${name}`)
  const optional = <T>(name: string, read: (name: string) => T, fallback: T): T =>
    json[name] === undefined || json[name] === null ? fallback : read(name)
  return {
    parentHash: hash('parentHash'),
    uncleHash: hash('sha3Uncles'),
    coinbase: bytes('miner', 20),
    stateRoot: hash('stateRoot'),
    transactionsRoot: hash('transactionsRoot'),
    receiptsRoot: hash('receiptsRoot'),
    logsBloom: bytes('logsBloom', 256),
    difficulty: quantity('difficulty'),
    number: quantity('number'),
    gasLimit: quantity('gasLimit'),
    gasUsed: quantity('gasUsed'),
    timestampSec: quantity('timestamp'),
    extraData: bytes('extraData'),
    mixHash: hash('mixHash'),
    nonce: bytes('nonce', 8),
    baseFeeWei: quantity('baseFeePerGas'),
    withdrawalsRoot: optional('withdrawalsRoot', hash, zeroHash),
    blobGasUsed: optional('blobGasUsed', quantity, 0n),
    excessBlobGas: optional('excessBlobGas', quantity, 0n),
    parentBeaconRoot: optional('parentBeaconBlockRoot', hash, zeroHash)
  }
}

/** RLP of a number: no leading zeros, nothing at all for zero. */
export const rlpNumber = (value: bigint): ViemHex => toRlp(numberBytes(value))

/** The hash that the chain knows the block by. A parent beacon root tells a Cancun header from a Shanghai one, as in the contract's `OutputHashing.blockHash`. */
export function l2HeaderHash(header: L2Header): Hash {
  const cancun =
    header.parentBeaconRoot === zeroHash
      ? []
      : [numberBytes(header.blobGasUsed), numberBytes(header.excessBlobGas), header.parentBeaconRoot]
  const { parentHash, uncleHash, coinbase, stateRoot, transactionsRoot, receiptsRoot, logsBloom } = header
  const numbers = [header.difficulty, header.number, header.gasLimit, header.gasUsed, header.timestampSec]
  return keccak256(
    toRlp([
      ...[parentHash, uncleHash, coinbase, stateRoot, transactionsRoot, receiptsRoot, logsBloom],
      ...numbers.map(numberBytes),
      ...[header.extraData, header.mixHash, header.nonce],
      numberBytes(header.baseFeeWei),
      header.withdrawalsRoot,
      ...cancun
    ])
  )
}

function numberBytes(value: bigint): ViemHex {
  if (value === 0n) return '0x'
  const digits = value.toString(16)
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}
