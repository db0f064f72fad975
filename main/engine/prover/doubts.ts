type Made = { requestId: string | null; doubt: 'none' | 'fresh' | 'asked' }

/** Which finished work of a service turned out wrong, by the service's own request: it is asked for anew once. */
export type Doubts = {
  /** The service gave this; another request than before is a new piece of work. */
  made(name: string, requestId: string | null): void
  /** What was made last is wrong; `again` when it is still what was asked for anew. */
  doubt(name: string): 'first' | 'again'
  /** Whether it is to be asked for anew now; true once. */
  takeTurn(name: string): boolean
}

export function createDoubts(): Doubts {
  const all = new Map<string, Made>()
  return {
    made(name, requestId) {
      const before = all.get(name)
      if (before?.requestId !== requestId) all.set(name, { requestId, doubt: 'none' })
    },
    doubt(name) {
      const { requestId, doubt } = all.get(name) ?? { requestId: null, doubt: 'none' }
      if (doubt === 'asked') return 'again'
      all.set(name, { requestId, doubt: 'fresh' })
      return 'first'
    },
    takeTurn(name) {
      const made = all.get(name)
      if (made?.doubt !== 'fresh') return false
      made.doubt = 'asked'
      return true
    }
  }
}
