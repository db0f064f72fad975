import { createHash } from 'node:crypto'
import { english } from 'viem/accounts'

const bitsPerWord = 11

/** Whether these are the words of an English mnemonic, checksum included (BIP-39). A wrong word would lead to another, empty account. */
export function isMnemonic(words: readonly string[]): boolean {
  if (![12, 15, 18, 21, 24].includes(words.length)) return false
  const places = words.map((word) => english.indexOf(word))
  if (places.some((place) => place < 0)) return false
  const bits = places.map((place) => place.toString(2).padStart(bitsPerWord, '0')).join('')
  const entropyBits = (bits.length * 32) / 33
  const bytes = Buffer.from(
    Array.from({ length: entropyBits / 8 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2))
  )
  const hash = createHash('sha256').update(bytes).digest()
  const wanted = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return wanted.startsWith(bits.slice(entropyBits))
}
