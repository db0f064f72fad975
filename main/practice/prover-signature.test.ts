import { type Hex, hexToBigInt, keccak256, recoverAddress, size, slice, stringToHex, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import {
  signZkEvmProof,
  signZkVmProof,
  type ZkEvmBlock,
  zkEvmProverAnswer,
  zkEvmPublicInputHash,
  zkVmPublicValues
} from './prover-signature.ts'

const proverKey = generatePrivateKey()
const prover = privateKeyToAccount(proverKey).address
const hashOf = (text: string) => keccak256(stringToHex(text))

describe('zkVmPublicValues', () => {
  it('is three words, each after its length in eight little-endian bytes', () => {
    const step = { sourceOutputRoot: hashOf('a'), destinationOutputRoot: hashOf('b'), l1Head: hashOf('c') }
    const values = zkVmPublicValues(step)
    expect(size(values)).toBe(120)
    for (const [index, word] of [step.sourceOutputRoot, step.destinationOutputRoot, step.l1Head].entries()) {
      expect(slice(values, index * 40, index * 40 + 8)).toBe('0x2000000000000000')
      expect(slice(values, index * 40 + 8, index * 40 + 40)).toBe(word)
    }
  })
})

describe('zkEvmPublicInputHash', () => {
  // The hash that the real contracts computed for this block (conformance scenario zkevm-shanghai).
  const dummyHash = '0xedf1ae3da135c124658e215a9bf53477facb442a1dcd5a92388332cb6193237f'
  const previousStateRoot = '0xbddc6dd67036bb106d955bd741ddf4b7e4b8dd3f880c09828cbd54101be5053f'
  const block: ZkEvmBlock = {
    blockHash: '0xc933a2c02c495accd2f0a1beaeafb1dd074e5ff0bca6c5ad893858582c513e7b',
    parentHash: '0x3ebc56978926e868aa6272a66c8c2c38f160dcaa82f5f8c006a56947912144a1',
    stateRoot: '0xd5bba67828b76e4a69ae0290278046fd143703aa3f58554bca4d979f08a02f96',
    number: 1234567n,
    timestamp: 1730000001n,
    gasLimit: 30000000n,
    baseFee: 1000000000n,
    txHashes: [
      '0x5ae82a4a89a197e70bb526604998642a0678a01df2b17ea9e0ecb68c71f92c93',
      '0x90b3b068201f4f8b3604c3d9224985be0af826bae4bd4990fc3ffc46dd7d8673',
      '0x53d61675cd050d6492fd8ee5f9f6534741f2eff93e7e96ae91bc9da01d02a7d3'
    ]
  }

  it('is the recorded one', () => {
    const hash = zkEvmPublicInputHash({ previousStateRoot, block, dummyHash, maxTxs: 100 })
    expect(hash).toBe('0x3126694466aaa623c4873954820470cc34f276a631aeb954f37794428c740251')
  })

  it('needs no filler for a full block', () => {
    const full = (filler: Hex) => zkEvmPublicInputHash({ previousStateRoot, block, dummyHash: filler, maxTxs: 3 })
    expect(full(dummyHash)).toBe(full(hashOf('other')))
  })
})

describe('signing', () => {
  it("makes 65 bytes of the prover's for a zkVM proof", async () => {
    const publicValues = '0x0102'
    const programVKey = hashOf('key')
    const signature = await signZkVmProof({ proverKey, programVKey, publicValues })
    expect(size(signature)).toBe(65)
    const domain = hashOf('kroma practice zkVM proof')
    const hash = keccak256(`${domain}${programVKey.slice(2)}${keccak256(publicValues).slice(2)}` as Hex)
    await expect(recoverAddress({ hash, signature })).resolves.toBe(prover)
  })

  it('makes a zkEVM proof of the size of a real one, the same for the same input only', async () => {
    const one = await signZkEvmProof({ proverKey, publicInputHash: hashOf('one') })
    const again = await signZkEvmProof({ proverKey, publicInputHash: hashOf('one') })
    const other = await signZkEvmProof({ proverKey, publicInputHash: hashOf('other') })
    expect(one).toEqual(again)
    expect(one.proof).toHaveLength(145)
    expect(one.pair).toHaveLength(4)
    expect(other.pair).not.toEqual(one.pair)
    expect(other.proof[0]).not.toBe(one.proof[0])
  })

  it('answers it as a prover does: little-endian words, the pair followed by two more', async () => {
    const signed = await signZkEvmProof({ proverKey, publicInputHash: hashOf('one') })
    const { finalPair, proof } = zkEvmProverAnswer(signed)
    expect(proof).toHaveLength(4640)
    expect(finalPair).toHaveLength(192)
    expect(words(proof)).toEqual(signed.proof)
    expect(words(finalPair).slice(0, 4)).toEqual(signed.pair)
  })
})

function words(bytes: Uint8Array): bigint[] {
  const count = bytes.length / 32
  return Array.from({ length: count }, (_, i) => hexToBigInt(toHex(bytes.slice(i * 32, i * 32 + 32).reverse())))
}
