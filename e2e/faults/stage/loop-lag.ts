import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Watches how late this process itself is, so that a busy machine is not taken for a slow engine. `stop` gives its worst delay, milliseconds. */
export function watchLoop(): { stop(): number } {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  return {
    stop() {
      delay.disable()
      return Number.isFinite(delay.max) ? delay.max / 1e6 : 0
    }
  }
}
