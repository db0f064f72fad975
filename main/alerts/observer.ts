import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { AlertFacts } from './rules/rule.ts'

/** Far above a tick, far below what is worth telling. */
const tickGapMs = 30_000
const eventsKept = 5_000

/** What the rules are told by the observer alone. */
export type ObservedFact = 'asleep' | 'stoppedSinceMs' | 'waitingSinceMs'

/** Collects, between two looks, what the rules want to know besides the snapshot. */
export function createObserver({ nowMs }: { nowMs: () => number }) {
  let events: StampedEvent[] = []
  let lastLookMs: number | null = null
  let lastNewsMs: number | null = null
  let stoppedSinceMs: number | null = null
  let waitingSinceMs: number | null = null

  const noteState = ({ state, stateReason }: EngineSnapshot): void => {
    if (state !== 'starting') waitingSinceMs = null
    else if (stateReason !== null) waitingSinceMs ??= nowMs()
    if (state !== 'stopped') stoppedSinceMs = null
    else stoppedSinceMs ??= nowMs()
  }

  return {
    onEvent(event: StampedEvent): void {
      lastNewsMs = nowMs()
      events.push(event)
      if (events.length > eventsKept) events.shift()
    },
    onSnapshot(snapshot: EngineSnapshot): void {
      lastNewsMs = nowMs()
      noteState(snapshot)
    },
    /** Takes the events since the last look. */
    look(snapshot: EngineSnapshot): { events: StampedEvent[]; facts: Pick<AlertFacts, ObservedFact> } {
      const now = nowMs()
      noteState(snapshot)
      const slept = lastLookMs !== null && now - lastLookMs >= tickGapMs
      const asleep = slept && lastLookMs !== null ? { fromMs: lastLookMs, toMs: now } : null
      lastLookMs = now
      const taken = events
      events = []
      return { events: taken, facts: { stoppedSinceMs, waitingSinceMs, asleep } }
    },
    /** The engine runs and was heard of within this time. */
    alive(snapshot: EngineSnapshot, withinMs: number): boolean {
      const { state } = snapshot
      return (state === 'running' || state === 'degraded') && lastNewsMs !== null && nowMs() - lastNewsMs < withinMs
    }
  }
}
