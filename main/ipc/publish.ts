import type { TopicName } from '../../shared/ipc/channels.ts'
import type { Payload } from '../../shared/ipc/contract.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { ViewHandle } from './port.ts'

/** The sending half of one window or tab. */
export type ViewSink = {
  readonly id: string
  send(topic: TopicName, payload: unknown): void
  /** False while what was sent before has not left yet. */
  ready(): boolean
  /** Called when a view lags by more than `eventBound` events: cut it off, it will connect again and load afresh. */
  overrun(): void
}

export type Publisher = {
  /** Values are told to every view in the order in which they come. */
  publish<K extends TopicName>(topic: K, payload: Payload<K>): void
  addView(sink: ViewSink): ViewHandle & { remove(): void }
  readonly views: number
}

/** `state`: only the newest value counts, at most one per `everyMs`, none while hidden. `events`: every one, in order. */
const kinds: Record<TopicName, 'state' | 'events'> = {
  'engine.snapshot': 'state',
  'engine.event': 'events',
  'action.progress': 'events',
  'alert.changed': 'state',
  'practiceLedger.state': 'state',
  'update.state': 'state',
  'vault.state': 'state'
}

export type PublishLimits = { everyMs: number; eventBound: number }
export const publishLimits: PublishLimits = { everyMs: 250, eventBound: 1_000 }

/** Tells views what happened, none of them faster than it can take. */
export function createPublisher({
  clock,
  limits = publishLimits
}: {
  clock: Clock
  limits?: PublishLimits
}): Publisher {
  const views = new Set<PublishedView>()
  return {
    publish(topic, payload) {
      for (const view of [...views]) view.offer(topic, payload)
    },
    addView(sink) {
      const view = new PublishedView(sink, clock, limits)
      views.add(view)
      return {
        id: sink.id,
        setVisible: (visible) => view.setVisible(visible),
        remove: () => {
          views.delete(view)
          view.close()
        }
      }
    },
    get views() {
      return views.size
    }
  }
}

class PublishedView {
  readonly #sink: ViewSink
  readonly #clock: Clock
  readonly #limits: PublishLimits
  readonly #abort = new AbortController()
  readonly #newest = new Map<TopicName, unknown>()
  readonly #sentAtMs = new Map<TopicName, number>()
  #events: { topic: TopicName; payload: unknown }[] = []
  #visible = true
  #waiting = false

  constructor(sink: ViewSink, clock: Clock, limits: PublishLimits) {
    this.#sink = sink
    this.#clock = clock
    this.#limits = limits
  }

  offer(topic: TopicName, payload: unknown): void {
    if (this.#abort.signal.aborted) return
    if (kinds[topic] === 'state') this.#newest.set(topic, payload)
    else this.#events.push({ topic, payload })
    this.#pump()
    if (this.#events.length > this.#limits.eventBound) {
      this.close()
      this.#sink.overrun()
    }
  }

  setVisible(visible: boolean): void {
    this.#visible = visible
    this.#pump()
  }

  close(): void {
    this.#abort.abort(new Error('view closed'))
    this.#events = []
    this.#newest.clear()
  }

  #pump(): void {
    if (this.#abort.signal.aborted) return
    this.#sendEvents()
    this.#sendStates()
    const statesLeft = this.#visible && this.#newest.size > 0
    if (statesLeft || this.#events.length > 0) this.#lookAgain()
  }

  #sendEvents(): void {
    while (this.#events.length > 0 && this.#sink.ready()) {
      const event = this.#events.shift()
      if (event) this.#sink.send(event.topic, event.payload)
    }
  }

  #sendStates(): void {
    if (!this.#visible) return
    const nowMs = this.#clock.now()
    for (const [topic, payload] of this.#newest) {
      if (nowMs - (this.#sentAtMs.get(topic) ?? Number.NEGATIVE_INFINITY) < this.#limits.everyMs) continue
      if (!this.#sink.ready()) return
      this.#newest.delete(topic)
      this.#sentAtMs.set(topic, nowMs)
      this.#sink.send(topic, payload)
    }
  }

  #lookAgain(): void {
    if (this.#waiting) return
    this.#waiting = true
    this.#clock.sleep(this.#waitMs(), this.#abort.signal).then(
      () => {
        this.#waiting = false
        this.#pump()
      },
      () => {}
    )
  }

  #waitMs(): number {
    const nowMs = this.#clock.now()
    const waits = [...this.#newest.keys()].map(
      (topic) => (this.#sentAtMs.get(topic) ?? 0) + this.#limits.everyMs - nowMs
    )
    const nextMs = Math.min(this.#limits.everyMs, ...waits)
    return nextMs > 0 ? nextMs : this.#limits.everyMs
  }
}
