import type { Address } from '../../../shared/domain/hex.ts'
import { sanitiseText } from '../../engine/chain/sanitise-text.ts'

const bidi = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** Text from outside as one harmless line. */
export const plainLine = (text: string): string => sanitiseText(text.replace(bidi, ''))

export const kro = (wei: bigint): string => `${Number(wei / 10n ** 14n) / 1e4} KRO`
export const eth = (wei: bigint): string => `${(Number(wei / 10n ** 12n) / 1e6).toFixed(4)} ETH`
export const short = (address: Address): string => `${address.slice(0, 6)}…${address.slice(-4)}`

/** `2026-11-22 14:05 UTC`: the same for everybody who reads it. */
export const utc = (sec: number): string => `${new Date(sec * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`

export function span(seconds: number): string {
  const left = Math.max(0, Math.round(seconds))
  if (left < 60) return `${left} s`
  if (left < 3600) return `${Math.floor(left / 60)} min`
  if (left < 86_400) return `${Math.floor(left / 3600)} h ${Math.floor((left % 3600) / 60)} min`
  return `${Math.floor(left / 86_400)} d ${Math.floor((left % 86_400) / 3600)} h`
}
