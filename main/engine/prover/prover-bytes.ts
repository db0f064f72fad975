import { bytesToBigInt, hexToBytes } from 'viem'
import type { Hex } from '../../../shared/domain/hex.ts'

const isByte = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const hexText = /^(?:0x)?[0-9a-f]*$/i

/** Bytes as provers write them: an array of numbers (the prover itself), base64 (the proxy), or hex with or without 0x. Null for anything else, and for a length that is none of `sizes`. */
export function proverBytes(value: unknown, sizes: readonly number[]): Uint8Array | null {
  const fits = (bytes: Uint8Array | null): Uint8Array | null => (bytes && sizes.includes(bytes.length) ? bytes : null)
  if (Array.isArray(value))
    return sizes.includes(value.length) && value.every(isByte) ? Uint8Array.from(value as number[]) : null
  if (typeof value !== 'string' || value.length > 4 * Math.max(...sizes)) return null
  // Hex digits are base64 characters too: the length that is wanted decides.
  return fits(fromHex(value)) ?? fits(fromBase64(value))
}

function fromHex(text: string): Uint8Array | null {
  const hex = looseHex(text)
  return hex === null ? null : hexToBytes(hex)
}

const fromBase64 = (text: string): Uint8Array | null =>
  base64.test(text) ? Uint8Array.from(atob(text), (char) => char.charCodeAt(0)) : null

/** Hex with or without 0x, of any even length; null for anything else. Lower case, with 0x. */
export function looseHex(value: unknown): Hex | null {
  if (typeof value !== 'string' || value.length % 2 !== 0 || !hexText.test(value)) return null
  return `0x${value.replace(/^0x/i, '').toLowerCase()}`
}

/** Numbers of 32 bytes each, least significant byte first; what is left at the end is dropped. Protocol: proofs, zkEVM. */
export function littleEndianWords(bytes: Uint8Array): bigint[] {
  const words = Math.floor(bytes.length / 32)
  return Array.from({ length: words }, (_, i) => bytesToBigInt(bytes.slice(i * 32, (i + 1) * 32).reverse()))
}
