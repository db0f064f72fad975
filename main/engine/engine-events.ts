import type { EngineEvent, StampedEvent } from '../../shared/domain/engine-event.ts'
import type { Clock } from './runtime/clock.ts'

export type EventListener = (event: StampedEvent) => void
export type EngineEvents = {
  emit(event: EngineEvent): void
  on(listener: EventListener): () => void
  /** The newest `limit` events, oldest first. */
  recent(limit: number): StampedEvent[]
}

/** Numbers, stamps and keeps the engine's events; `seq` rises by one with each and never starts again while the process lives. A listener that throws is the listener's defect and is reported, not obeyed. */
export function createEngineEvents(deps: {
  clock: Clock
  keep: number
  onListenerError: (error: unknown) => void
}): EngineEvents {
  const kept: StampedEvent[] = []
  const listeners = new Set<EventListener>()
  let seq = 0
  const tell = (listener: EventListener, event: StampedEvent): void => {
    try {
      listener(event)
    } catch (error) {
      deps.onListenerError(error)
    }
  }
  return {
    emit(event) {
      const stamped: StampedEvent = { ...event, seq: ++seq, atMs: deps.clock.now() }
      kept.push(stamped)
      if (kept.length > deps.keep) kept.shift()
      for (const listener of [...listeners]) tell(listener, stamped)
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    recent: (limit) => kept.slice(Math.max(0, kept.length - Math.max(0, limit)))
  }
}
