import type { AlertSettings } from '../../shared/config/alerts.ts'
import type { Alert, AlertCode, AlertEvent, AlertsOverview, ChannelReceipt } from '../../shared/domain/alert.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { every } from '../engine/runtime/every.ts'
import type { Service } from '../engine/runtime/supervise.ts'
import { createAlertBook } from './alert-book.ts'
import type { AlertStore } from './alert-store.ts'
import { type ChannelDesk, createChannelDesk } from './channel-desk.ts'
import type { AlertMessage, Channel } from './channels/channel.ts'
import { type Delivery, type Evaluation, evaluate } from './evaluate.ts'
import { createObserver, type ObservedFact } from './observer.ts'
import { asAppError } from './outbox.ts'
import { isQuiet, localMinuteOf } from './policy.ts'
import { allRules } from './rules/all-rules.ts'
import { type AlertFacts, type AlertWorld, isLooking } from './rules/rule.ts'
import { testAlert } from './test-alert.ts'

/** What the alerts are made from: see the engine host. */
export type AlertSource = {
  snapshot(): EngineSnapshot
  onSnapshot(listener: (snapshot: EngineSnapshot) => void): () => void
  onEvent(listener: (event: StampedEvent) => void): () => void
}

export type AlertsService = Service & {
  overview(): AlertsOverview
  /** Those that hold, the worst first. */
  active(): Alert[]
  /** Silences a code until then, for good (`untilMs: null`), or not any more (`on: false`). */
  mute(mute: { code: AlertCode; untilMs: number | null; on: boolean }): AlertsOverview
  /** Sends a test message now. Throws AppError CHANNEL_UNKNOWN. */
  test(channel: string): Promise<ChannelReceipt>
  /** The list, the channels or the mutes changed. */
  onChange(listener: () => void): () => void
  onEvent(listener: (event: AlertEvent) => void): () => void
}

type OtherFacts = Omit<AlertFacts, ObservedFact>

export type AlertsDeps = {
  source: AlertSource
  settings: AlertSettings
  /** Those of this machine are called at once, webhooks through a queue that outlives the process. */
  channels: (show: { changed: () => void }) => readonly Channel[]
  /** Null while no history is open. */
  history: () => AlertStore | null
  memory: AlertStore
  /** What only other parts know, at hand. */
  facts?: () => OtherFacts
  /** The same where it has to be asked for: rarely, while the engine works. */
  askFacts?: (signal: AbortSignal) => Promise<OtherFacts>
  clock: Clock
  log: Logger
}

const lookEveryMs = 1_000
const pastShown = 200
const testTimeoutMs = 15_000
const minuteMs = 60_000
const askEveryMs = { answered: 30 * minuteMs, failed: 5 * minuteMs }

/** Looks once a second, keeps what it finds, and tells it. */
export const createAlertsService = (deps: AlertsDeps): AlertsService => new Alerts(deps)

class Alerts implements AlertsService {
  readonly name = 'alerts'
  readonly #deps: AlertsDeps
  readonly #book
  readonly #observer
  readonly #desk: ChannelDesk
  readonly #changes = new Set<() => void>()
  readonly #listeners = new Set<(event: AlertEvent) => void>()
  #asked: OtherFacts = {}

  constructor(deps: AlertsDeps) {
    this.#deps = deps
    this.#book = createAlertBook(deps)
    this.#observer = createObserver({ nowMs: () => deps.clock.now() })
    const changed = (): void => this.#changed()
    const store = (): AlertStore => {
      this.#book.sync()
      return this.#book.store()
    }
    this.#desk = createChannelDesk({ ...deps, channels: deps.channels({ changed }), store, onChange: changed })
  }

  async run({ signal, ready }: Parameters<Service['run']>[0]): Promise<void> {
    const { source, clock } = this.#deps
    const offs = [
      source.onSnapshot((snapshot) => this.#observer.onSnapshot(snapshot)),
      source.onEvent((event) => this.#observer.onEvent(event))
    ]
    ready()
    try {
      await Promise.all([
        every({ clock, ms: lookEveryMs, signal }, () => this.#look(signal)),
        this.#keepPinging(signal),
        this.#keepAsking(signal)
      ])
    } finally {
      for (const off of offs) off()
    }
  }

  active(): Alert[] {
    return this.#book.active()
  }

  overview(): AlertsOverview {
    this.#book.sync()
    const { settings, clock } = this.#deps
    const { mutes } = this.#book.state()
    const nowMs = clock.now()
    return {
      active: this.#book.active(),
      past: this.#book.store().pastAlerts(pastShown),
      mutes: [
        ...settings.mute.map((code) => ({ code, untilMs: null })),
        ...[...mutes]
          .filter(([code, untilMs]) => !settings.mute.includes(code) && (untilMs === null || untilMs > nowMs))
          .map(([code, untilMs]) => ({ code, untilMs }))
      ],
      channels: this.#desk.views(),
      quietHours: settings.quietHours ?? null,
      quiet: isQuiet(localMinuteOf(nowMs), settings.quietHours)
    }
  }

  mute(mute: { code: AlertCode; untilMs: number | null; on: boolean }): AlertsOverview {
    this.#book.sync()
    this.#book.mute(mute)
    this.#changed()
    return this.overview()
  }

  async test(name: string): Promise<ChannelReceipt> {
    const message = this.#message({ kind: 'test', alert: testAlert(this.#deps.clock.now()) })
    return this.#desk.sendTo(name, message, AbortSignal.timeout(testTimeoutMs))
  }

  onChange(listener: () => void): () => void {
    return subscribe(this.#changes, listener)
  }

  onEvent(listener: (event: AlertEvent) => void): () => void {
    return subscribe(this.#listeners, listener)
  }

  async #look(signal: AbortSignal): Promise<void> {
    this.#book.sync()
    const { settings, clock } = this.#deps
    const world = this.#world()
    const verdicts = allRules.map(({ codes, judge }) => ({ codes, verdict: judge(world) }))
    const { nowMs } = world
    const found = evaluate(this.#book.state(), { verdicts, nowMs, localMinute: localMinuteOf(clock.now()), settings })
    await this.#tell(found, signal)
    this.#desk.pump(signal)
  }

  #world(): AlertWorld {
    const { source, settings, clock, facts } = this.#deps
    const snapshot = source.snapshot()
    const { events, facts: seen } = this.#observer.look(snapshot)
    const nowMs = clock.now()
    const { chain } = snapshot
    const chainNowSec = chain ? chain.l1.timestampSec + (nowMs - chain.seenAtMs) / 1000 : null
    return { snapshot, events, nowMs, chainNowSec, facts: { ...this.#asked, ...facts?.(), ...seen }, settings }
  }

  /** Kept first: what was told is never told again, and what is to be sent is in the queue. */
  async #tell({ state, changed, deliveries, events }: Evaluation, signal: AbortSignal): Promise<void> {
    const messages = deliveries.map((delivery) => this.#message(delivery))
    if (!this.#book.keep(state, { records: changed, messages: this.#desk.queued(messages) })) return
    for (const event of events) for (const listener of this.#listeners) listener(event)
    if (changed.length > 0) this.#changed()
    await this.#desk.tellLocally(messages, signal)
  }

  #message({ kind, alert }: Delivery | Pick<AlertMessage, 'kind' | 'alert'>): AlertMessage {
    const { network, account } = this.#deps.source.snapshot()
    return { kind, alert, network: network.label, account }
  }

  async #keepPinging(signal: AbortSignal): Promise<void> {
    const { settings, clock, source } = this.#deps
    const { pingChannel } = this.#desk
    if (pingChannel === null || !settings.ping) return
    const ms = settings.ping.everyMinutes * minuteMs
    const withinMs = settings.thresholds.stalledMinutes * minuteMs
    const message = this.#message({ kind: 'test', alert: testAlert(clock.now()) })
    // Started later than the engine: without a first beat at once it would be late by a whole interval.
    await every({ clock, ms: lookEveryMs, signal }, async () => {
      if (!this.#observer.alive(source.snapshot(), withinMs)) return
      const { ok } = await this.#desk.sendTo(pingChannel, message, signal)
      await clock.sleep(ok ? ms - lookEveryMs : Math.min(ms, minuteMs), signal)
    })
  }

  async #keepAsking(signal: AbortSignal): Promise<void> {
    const { askFacts, clock, source, log } = this.#deps
    let dueMs = 0
    await every({ clock, ms: minuteMs, signal }, async () => {
      if (!askFacts || clock.now() < dueMs || !isLooking({ snapshot: source.snapshot() })) return
      try {
        this.#asked = await askFacts(signal)
        dueMs = clock.now() + askEveryMs.answered
      } catch (error) {
        log.debug('alerts.facts.unknown', { code: asAppError(error).code })
        dueMs = clock.now() + askEveryMs.failed
      }
    })
  }

  #changed(): void {
    for (const listener of this.#changes) listener()
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
