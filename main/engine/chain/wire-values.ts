import { z } from 'zod'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'

/** Values as nodes write them in JSON. Bounded: a number of more digits than a word has is none, and would take seconds to read. */
export const wireQuantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((v) => BigInt(v))

/** A count that a number holds: nonces, block numbers, times. */
export const wireCount = z
  .string()
  .regex(/^0x0{0,50}[0-9a-f]{1,13}$/i)
  .transform((v) => Number(v))

export const wireHash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform((v) => v.toLowerCase() as Hash)

export const wireAddress = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((v) => v.toLowerCase() as Address)

export const wireBytes = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/i)
  .transform((v) => v as Hex)
