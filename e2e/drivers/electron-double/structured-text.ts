/** Carries what the structured clone algorithm carries, as far as the app needs it, through a channel that takes text only. `encode` and `decode` close over nothing: the page gets their source. */

/** Throws DataCloneError, as the real channel does, on what cannot be cloned. */
export function encode(value: unknown): string {
  const pack = (v: unknown): unknown => {
    if (v === null || typeof v === 'string' || typeof v === 'boolean') return v
    if (typeof v === 'number') return Number.isFinite(v) ? v : ['number', String(v)]
    if (typeof v === 'bigint') return ['bigint', v.toString()]
    if (v === undefined) return ['undefined']
    if (Array.isArray(v)) return ['array', v.map(pack)]
    if (v instanceof Uint8Array) return ['bytes', [...v]]
    if (v instanceof Date) return ['date', v.getTime()]
    if (v instanceof Error) return ['error', v.message]
    if (v instanceof Map || v instanceof Set || typeof v !== 'object')
      throw new DOMException('An object could not be cloned.', 'DataCloneError')
    return ['object', Object.entries(v).map(([key, part]) => [key, pack(part)])]
  }
  return JSON.stringify(pack(value))
}

/** The value that `encode` was given; own keys such as `__proto__` stay own keys. */
export function decode(text: string): unknown {
  const unpack = (v: unknown): unknown => {
    if (!Array.isArray(v)) return v
    const [kind, part] = v as [string, never]
    if (kind === 'number') return Number(part)
    if (kind === 'bigint') return BigInt(part)
    if (kind === 'undefined') return undefined
    if (kind === 'array') return (part as unknown[]).map(unpack)
    if (kind === 'bytes') return Uint8Array.from(part)
    if (kind === 'date') return new Date(part)
    if (kind === 'error') return new Error(part)
    const made = {}
    for (const [key, inner] of part as [string, unknown][])
      Object.defineProperty(made, key, { value: unpack(inner), enumerable: true, writable: true, configurable: true })
    return made
  }
  return unpack(JSON.parse(text))
}
