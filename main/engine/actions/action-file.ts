import { z } from 'zod'
import { actionKinds, actionStages, askedKinds } from '../../../shared/domain/action.ts'
import type { StoredAction } from './action-book.ts'

const tag = '$n'
const kinds = z.enum([...actionKinds, ...askedKinds])
const hex = z.string().regex(/^0x[0-9a-fA-F]*$/)

/** As much of a record as has to hold for the rest to be used. */
const storedSchema = z.looseObject({
  intent: z.looseObject({ kind: kinds }),
  record: z.looseObject({
    stage: z.enum(actionStages),
    hash: hex.nullable(),
    signedAtMs: z.number(),
    changedAtMs: z.number(),
    tx: z.looseObject({
      id: z.string().min(1),
      kind: kinds,
      step: z.enum(['approve', 'call', 'cancel']),
      nonce: z.int().min(0),
      signer: z.looseObject({ address: hex, role: z.enum(['validator', 'withdraw']) }),
      unsigned: hex,
      fees: z.looseObject({ maxFeePerGasWei: z.bigint() })
    })
  })
})

/** The action as JSON can hold it. */
export const encodeAction = (action: StoredAction): unknown => ({ type: 'action', version: 1, action: toJson(action) })

/** Null when it is not a record of ours. */
export function decodeAction(line: unknown): StoredAction | null {
  const { type, version, action } = (line ?? {}) as Record<string, unknown>
  if (type !== 'action' || version !== 1) return null
  const parsed = storedSchema.safeParse(fromJson(action))
  return parsed.success ? (parsed.data as unknown as StoredAction) : null
}

function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return { [tag]: value.toString() }
  if (Array.isArray(value)) return value.map(toJson)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toJson(v)])) : value
}

function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson)
  if (!isObject(value)) return value
  const digits = value[tag]
  if (typeof digits === 'string' && /^-?\d{1,80}$/.test(digits)) return BigInt(digits)
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fromJson(v)]))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
