import { size, slice } from 'viem'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { ProofRequest } from '../challenge/proof-port.ts'

/** What a zkVM proof is about. */
export type ZkVmValues = { sourceRoot: Hash; destinationRoot: Hash; l1Head: Hash }

/** A value's length of 32, in eight bytes, least significant first. */
const lengthPrefix = '0x2000000000000000'
const bytesPerValue = 40

/** The 120 bytes `publicValues`, taken apart; null for anything else. Protocol: proofs, zkVM. */
export function zkVmValues(publicValues: Hex): ZkVmValues | null {
  if (size(publicValues) !== 3 * bytesPerValue) return null
  const parts = [0, 1, 2].map((i) => slice(publicValues, i * bytesPerValue, (i + 1) * bytesPerValue))
  if (parts.some((part) => slice(part, 0, 8) !== lengthPrefix)) return null
  const [sourceRoot, destinationRoot, l1Head] = parts.map((part) => slice(part, 8))
  return sourceRoot && destinationRoot && l1Head ? { sourceRoot, destinationRoot, l1Head } : null
}

type Wanted = Pick<ProofRequest, 'sourceRoot' | 'destinationRoot' | 'l1Head'>

/** Which value is another than the request's, in words; null when the proof is about exactly that step. */
export function otherValue(values: ZkVmValues, request: Wanted): string | null {
  const names = { sourceRoot: 'source root', destinationRoot: 'destination root', l1Head: 'L1 head' } as const
  const other = (Object.keys(names) as (keyof typeof names)[]).find(
    (name) => values[name].toLowerCase() !== request[name].toLowerCase()
  )
  return other === undefined ? null : `another ${names[other]}`
}
