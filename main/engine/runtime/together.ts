type Task = (signal: AbortSignal) => Promise<unknown>

/** Starts another task beside the running ones. */
export type Spawn = (task: Task) => void

/** Runs tasks side by side. The first that breaks ends the others; resolves or rejects, with that first error, only when all have ended. */
export async function together(
  signal: AbortSignal,
  ...tasks: ((signal: AbortSignal, spawn: Spawn) => Promise<unknown>)[]
): Promise<void> {
  const own = new AbortController()
  const inner = AbortSignal.any([signal, own.signal])
  const running = new Set<Promise<void>>()
  const broken: unknown[] = []
  const spawn: Spawn = (task) => {
    const kept = Promise.resolve()
      .then(() => task(inner))
      .then(() => {})
      .catch((error: unknown) => {
        broken.push(error)
        own.abort()
      })
      .finally(() => running.delete(kept))
    running.add(kept)
  }
  for (const task of tasks) spawn((s) => task(s, spawn))
  while (running.size > 0) await Promise.all(running)
  own.abort()
  if (broken.length > 0) throw broken[0]
}
