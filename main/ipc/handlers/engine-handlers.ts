import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the engine. `start` and `stop` are idempotent and resolve when the wish is taken, at the latest when it is done. */
export type EngineControl = {
  snapshot(): EngineSnapshot
  start(): unknown
  stop(): unknown
  /** After a pause of signing: the operator has looked. */
  resumeSigning(): Promise<void>
  /** The newest `limit` events, oldest first. */
  recentEvents(limit: number): readonly StampedEvent[]
}

export const engineHandlers = (
  engine: EngineControl
): Pick<Handlers, 'engine.snapshot' | 'engine.start' | 'engine.stop' | 'events.recent' | 'guard.resume'> => ({
  'engine.snapshot': () => engine.snapshot(),
  'engine.start': async () => {
    await engine.start()
    return engine.snapshot()
  },
  'engine.stop': async () => {
    await engine.stop()
    return engine.snapshot()
  },
  'guard.resume': async () => {
    await engine.resumeSigning()
    return engine.snapshot()
  },
  'events.recent': ({ limit }) => [...engine.recentEvents(limit)]
})
