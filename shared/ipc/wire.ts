/** JSON with bigints, for transports that carry text. `{"$n":"12"}` stands for 12n; a real key `$n` cannot occur in the contract. */
export const toWire = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? { $n: v.toString() } : v))

/** Throws SyntaxError on text that is not JSON. Keys that could reach a prototype are dropped. */
export const fromWire = (text: string): unknown =>
  JSON.parse(text, (key, v) => {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return undefined
    return isTagged(v) ? BigInt(v.$n) : v
  })

const isTagged = (v: unknown): v is { $n: string } =>
  typeof v === 'object' &&
  v !== null &&
  Object.keys(v).length === 1 &&
  typeof (v as { $n?: unknown }).$n === 'string' &&
  /^-?\d{1,80}$/.test((v as { $n: string }).$n)
