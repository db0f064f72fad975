const longest = 40

/** Names of keys that are not known, as a list; a very long one may be a secret that was pasted in the wrong place, and is not repeated. */
export const unknownKeys = (keys: readonly string[]): string =>
  `unknown key ${keys.map((key) => (key.length > longest ? `of ${key.length} characters` : `"${key}"`)).join(', ')}`
