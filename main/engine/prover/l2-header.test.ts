import { keccak256, toHex, toRlp } from 'viem'
import { describe, expect, it } from 'vitest'
import { l2HeaderHash, readL2Header, rlpNumber } from './l2-header.ts'
import { exampleHeader, testReader } from './testing/example-step.ts'

const read = (change: Record<string, unknown> = {}) =>
  readL2Header({ ...exampleHeader, ...change }, testReader, 'header')
const beacon = keccak256(toHex('beacon'))
const fields = [
  exampleHeader.parentHash,
  exampleHeader.sha3Uncles,
  exampleHeader.miner,
  exampleHeader.stateRoot,
  exampleHeader.transactionsRoot,
  exampleHeader.receiptsRoot,
  exampleHeader.logsBloom,
  '0x',
  '0x65',
  '0x01c9c380',
  '0xa410',
  '0x6553f1ca',
  '0x',
  exampleHeader.mixHash,
  exampleHeader.nonce,
  '0x07',
  exampleHeader.withdrawalsRoot
] as `0x${string}`[]

describe('an L2 header', () => {
  it('has the hash of its Shanghai fields, or with a beacon root of its Cancun fields', () => {
    expect(l2HeaderHash(read())).toBe(keccak256(toRlp(fields)))
    const cancun = read({ blobGasUsed: '0x20000', excessBlobGas: '0x0', parentBeaconBlockRoot: beacon })
    expect(l2HeaderHash(cancun)).toBe(keccak256(toRlp([...fields, '0x020000', '0x', beacon])))
    const zero = read({ blobGasUsed: '0x20000', parentBeaconBlockRoot: `0x${'0'.repeat(64)}` })
    expect(l2HeaderHash(zero)).toBe(l2HeaderHash(read()))
  })

  it('takes null and absent for what a header of its time lacks', () => {
    const missing = { blobGasUsed: null, excessBlobGas: undefined, parentBeaconBlockRoot: null, withdrawalsRoot: null }
    expect(read(missing)).toMatchObject({ blobGasUsed: 0n, excessBlobGas: 0n, withdrawalsRoot: `0x${'0'.repeat(64)}` })
  })

  it.each([
    { parentHash: '0x12' },
    { stateRoot: null },
    { miner: `0x${'00'.repeat(21)}` },
    { logsBloom: '0x' },
    { nonce: '0x1' },
    { nonce: 7 },
    { number: '101' },
    { number: -1 },
    { gasLimit: 2 ** 60 },
    { baseFeePerGas: undefined },
    { extraData: '0xabc' },
    { extraData: 'ab' },
    { parentBeaconBlockRoot: '0x1' }
  ])('with %j is none', (change) => {
    expect(() => read(change)).toThrow(/^header\./)
  })

  it('has numbers in RLP without leading zeros', () => {
    expect([0n, 1n, 127n, 128n, 256n].map(rlpNumber)).toEqual(['0x80', '0x01', '0x7f', '0x8180', '0x820100'])
  })
})
