import { concatHex, type Hex, numberToHex, size } from 'viem'
import type { Address } from '../../../shared/domain/hex.ts'

const op = {
  add: '0x01',
  balance: '0x31',
  codecopy: '0x39',
  returndatasize: '0x3d',
  returndatacopy: '0x3e',
  blockhash: '0x40',
  timestamp: '0x42',
  number: '0x43',
  sub: '0x03',
  mstore: '0x52',
  gas: '0x5a',
  dup2: '0x81',
  dup3: '0x82',
  dup4: '0x83',
  staticcall: '0xfa',
  return: '0xf3'
} as const satisfies Record<string, Hex>

const push1 = (value: number): Hex => concatHex(['0x60', numberToHex(value, { size: 1 })])
const push2 = (value: number): Hex => concatHex(['0x61', numberToHex(value, { size: 2 })])
const push20 = (address: Address): Hex => concatHex(['0x73', address])

export type RawCall = { to: Address; data: Hex }

/**
 * Contract creation code that makes all calls at one block and returns, instead of code to deploy: four words (block number, timestamp,
 * parent hash, balance of `account`), then for each call a word 0 or 1, a word with the length, and the returned bytes, unpadded.
 * Multicall3 run without being deployed cannot do this: its own block and balance getters have no address there.
 */
export function deploylessProgram(calls: readonly RawCall[], account: Address): Hex {
  const lengthOf = size(concatHex([head(account), ...calls.map((call) => step(call, 0)), tail]))
  let at = lengthOf
  const steps = calls.map((call) => {
    const code = step(call, at)
    at += size(call.data)
    return code
  })
  return concatHex([head(account), ...steps, tail, ...calls.map((call) => call.data)])
}

/** Leaves the place of the next free byte of memory on the stack; `step` keeps it there. */
const head = (account: Address): Hex =>
  concatHex([
    ...[op.number, push1(0), op.mstore],
    ...[op.timestamp, push1(32), op.mstore],
    ...[push1(1), op.number, op.sub, op.blockhash, push1(64), op.mstore],
    ...[push20(account), op.balance, push1(96), op.mstore],
    push1(128)
  ])

/** The call's input is put where its result will be: at the free place. `dataAt` = where the input stands in the program. */
const step = ({ to, data }: RawCall, dataAt: number): Hex =>
  concatHex([
    ...[push2(size(data)), push2(dataAt), op.dup3, op.codecopy],
    ...[push1(0), push1(0), push2(size(data)), op.dup4, push20(to), op.gas, op.staticcall],
    ...[op.dup2, op.mstore],
    ...[op.returndatasize, op.dup2, push1(32), op.add, op.mstore],
    ...[op.returndatasize, push1(0), op.dup3, push1(64), op.add, op.returndatacopy],
    ...[op.returndatasize, op.add, push1(64), op.add]
  ])

const tail: Hex = concatHex([push1(0), op.return])
