/** Listeners by key; one that throws does not keep the others from hearing. */
export class Listeners<K> {
  readonly #byKey = new Map<K, Set<(value: unknown) => void>>()

  add(key: K, listener: (value: unknown) => void): () => void {
    const own = (value: unknown): void => listener(value)
    const set = this.#byKey.get(key) ?? new Set()
    this.#byKey.set(key, set.add(own))
    return () => void set.delete(own)
  }

  tell(key: K, value: unknown): void {
    for (const listener of [...(this.#byKey.get(key) ?? [])]) {
      try {
        listener(value)
      } catch (error) {
        reportError(error)
      }
    }
  }
}
