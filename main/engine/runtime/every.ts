import type { Clock } from './clock.ts'

/** Runs `tick` at once and then every `ms` (or as `ms` says at that time), never two at a time; a slow tick delays the next, it does not queue. */
export async function every(
  { clock, ms, signal }: { clock: Clock; ms: number | (() => number); signal: AbortSignal },
  tick: (signal: AbortSignal) => Promise<void>
): Promise<void> {
  while (!signal.aborted) {
    const startedMs = clock.now()
    await tick(signal)
    const pauseMs = typeof ms === 'number' ? ms : ms()
    await clock.sleep(Math.max(0, pauseMs - (clock.now() - startedMs)), signal)
  }
}
