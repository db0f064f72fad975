import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

const waitMs = 1_500
const everyMs = 100

/** Watches how late this process itself is, so that a busy machine is not taken for a slow engine. `stop` gives by how much waits of 1.5 s were late at most, and a step of the loop on top, in milliseconds. */
export function watchLoop(): { stop(): number } {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let late = 0
  const waits = new Set<NodeJS.Timeout>()
  const ticks = setInterval(() => {
    const sinceMs = performance.now()
    const wait = setTimeout(() => {
      waits.delete(wait)
      late = Math.max(late, performance.now() - sinceMs - waitMs)
    }, waitMs)
    waits.add(wait)
  }, everyMs)
  return {
    stop() {
      delay.disable()
      clearInterval(ticks)
      for (const wait of waits) clearTimeout(wait)
      return late + (Number.isFinite(delay.max) ? delay.max / 1e6 : 0)
    }
  }
}
