import { concatHex, type Hex, keccak256, toHex, toRlp } from 'viem'
import { describe, expect, it } from 'vitest'
import { verifyAccountProof } from './verify-account-proof.ts'

const address = '0x4200000000000000000000000000000000000003'
const path = keccak256(address).slice(2)
const word = (byte: string): Hex => `0x${byte.repeat(32)}`
const account = toRlp(['0x01', '0x', word('aa'), word('bb')])
const proven = { nonce: '0x01', balance: '0x', storageHash: word('aa'), codeHash: word('bb') }

/** Hex-prefix encoding of nibbles. */
const packed = (nibbles: string, leaf: boolean): Hex => {
  const flag = (leaf ? 2 : 0) + (nibbles.length % 2)
  return `0x${flag.toString(16)}${nibbles.length % 2 ? '' : '0'}${nibbles}`
}
const branch = (at: string, child: Hex): Hex => {
  const items: Hex[] = Array.from({ length: 17 }, () => '0x')
  items[Number.parseInt(at, 16)] = child
  return toRlp(items)
}

describe('verifyAccountProof', () => {
  const leafAfter = (used: number): Hex => toRlp([packed(path.slice(used), true), account])

  it('reads an account from a single leaf, a branch, and an extension of odd and even length', () => {
    const single = leafAfter(0)
    expect(verifyAccountProof({ stateRoot: keccak256(single), address, proof: [single] })).toEqual(proven)
    for (const shared of [1, 2]) {
      const leaf = leafAfter(shared + 1)
      const fork = branch(path[shared] ?? '', keccak256(leaf))
      const extension = toRlp([packed(path.slice(0, shared), false), keccak256(fork)])
      const proof = [extension, fork, leaf]
      expect(verifyAccountProof({ stateRoot: keccak256(extension), address, proof })).toEqual(proven)
    }
  })

  it('proves nothing from a changed node, another root, another account or a shortened proof', () => {
    const leaf = leafAfter(1)
    const fork = branch(path[0] ?? '', keccak256(leaf))
    const good = { stateRoot: keccak256(fork), address, proof: [fork, leaf] } as const
    expect(verifyAccountProof(good)).toEqual(proven)
    const changed = toRlp([packed(path.slice(1), true), toRlp(['0x02', '0x', word('aa'), word('bb')])])
    expect(verifyAccountProof({ ...good, proof: [fork, changed] })).toBeNull()
    expect(verifyAccountProof({ ...good, stateRoot: word('cc') })).toBeNull()
    expect(verifyAccountProof({ ...good, address: concatHex([toHex(1, { size: 20 })]) })).toBeNull()
    expect(verifyAccountProof({ ...good, proof: [fork] })).toBeNull()
    expect(verifyAccountProof({ ...good, proof: [] })).toBeNull()
  })
})
