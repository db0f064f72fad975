import type { Clock } from './clock.ts'

/** Runs `tick` at once and then every `ms`, never two at a time; a slow tick delays the next, it does not queue. */
export async function every(
  { clock, ms, signal }: { clock: Clock; ms: number; signal: AbortSignal },
  tick: (signal: AbortSignal) => Promise<void>
): Promise<void> {
  while (!signal.aborted) {
    const startedMs = clock.now()
    await tick(signal)
    await clock.sleep(Math.max(0, ms - (clock.now() - startedMs)), signal)
  }
}
