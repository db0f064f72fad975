import { createHash } from 'node:crypto'
import { keccak256, stringToHex, toBytes } from 'viem'
import { english } from 'viem/accounts'

/** The words of BIP-39 for this entropy (16 to 32 bytes, a multiple of 4). */
export function mnemonicFromEntropy(entropy: Uint8Array): string {
  const checksum = createHash('sha256').update(entropy).digest()
  const bits = [...entropy, ...checksum].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const used = entropy.length * 8 + entropy.length / 4
  const groups = bits.slice(0, used).match(/.{11}/g) ?? []
  return groups.map((group) => english[Number.parseInt(group, 2)]).join(' ')
}

/** The seed phrase on a practice Ledger: worth nothing anywhere else, and the same for the same network seed. */
export const practiceMnemonic = (seed: number, which: 'own' | 'other'): string =>
  mnemonicFromEntropy(toBytes(keccak256(stringToHex(`kroma practice ${seed} ledger ${which}`))).slice(0, 16))
