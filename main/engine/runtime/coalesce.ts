import type { Clock } from './clock.ts'

/** Calls `fire` at once and then, while calls keep coming, at most once per `ms`; the last call is never lost. After `signal` each call fires at once: no timer is left behind. */
export function coalesce(
  { clock, ms, signal }: { clock: Clock; ms: number; signal: () => AbortSignal | null },
  fire: () => void
): () => void {
  let resting = false
  let again = false

  const rest = async (until: AbortSignal): Promise<void> => {
    resting = true
    await clock.sleep(ms, until).catch(() => {})
    resting = false
    if (again) call()
  }
  const call = (): void => {
    again = resting
    if (resting) return
    fire()
    const until = signal()
    if (until && !until.aborted) void rest(until)
  }
  return call
}
