import type { AlertSettings } from '../../shared/config/alerts.ts'
import type { Alert, AlertCode, AlertEvent, AlertSeverity } from '../../shared/domain/alert.ts'
import { isQuiet, policies, repeatMs, severityRank } from './policy.ts'
import type { Finding, Rule, Verdict } from './rules/rule.ts'

/** An alert with what must be remembered of it. */
export type AlertRecord = Alert & {
  /** `happened`: a piece of news, told once; it stays in sight until `expiresAtMs`. */
  kind: 'holds' | 'happened'
  expiresAtMs: number | null
  toldSeverity: AlertSeverity | null
  /** When the same key was told the last time before this raise. */
  toldBeforeMs: number | null
  /** Not found any more since. */
  absentSinceMs: number | null
}

/** The newest record of each key. Mutes end at their time, or never when it is null. */
export type AlertState = {
  records: ReadonlyMap<string, AlertRecord>
  mutes: ReadonlyMap<AlertCode, number | null>
}

export type Observation = {
  verdicts: readonly { codes: Rule['codes']; verdict: Verdict }[]
  nowMs: number
  /** Local minute of the day, 0..1439. */
  localMinute: number
  settings: Pick<AlertSettings, 'repeat' | 'quietHours' | 'mute'>
}

export type Delivery = { kind: 'raised' | 'repeated' | 'resolved'; alert: Alert }

export type Evaluation = {
  state: AlertState
  /** Records that must be kept: new ones, and known ones that changed. */
  changed: AlertRecord[]
  deliveries: Delivery[]
  events: AlertEvent[]
}

export const newsForMs = 24 * 3_600_000
const recordsKept = 1_000

export const keyOf = ({ code, id }: Pick<Finding, 'code' | 'id'>): string => (id === null ? code : `${code}:${id}`)

export const alertOf = (record: AlertRecord): Alert => {
  const { key, code, subject, severity, raisedAtMs, resolvedAtMs, title, body, screen, toldAtMs } = record
  return { key, code, subject, severity, raisedAtMs, resolvedAtMs, title, body, screen, toldAtMs }
}

/** What the rules found, held against what is known: what to keep, what to tell. Pure; never tells the same key twice within its time, forgets nothing that holds. */
export function evaluate(state: AlertState, observation: Observation): Evaluation {
  const book = new Book(state, observation)
  for (const { codes, verdict } of observation.verdicts) {
    for (const finding of verdict.holds ?? []) book.hold(finding)
    for (const finding of verdict.happened ?? []) book.happen(finding)
    for (const over of verdict.over ?? []) book.end(keyOf(over))
    if (verdict.complete !== false && verdict.holds) book.sweep(codes, new Set(verdict.holds.map(keyOf)))
  }
  book.expire()
  book.tell()
  return book.result()
}

class Book {
  readonly #records: Map<string, AlertRecord>
  readonly #mutes: AlertState['mutes']
  readonly #o: Observation
  readonly #changed = new Set<string>()
  readonly #deliveries: Delivery[] = []
  readonly #events: AlertEvent[] = []
  readonly #fresh = new Map<string, Finding>()

  constructor({ records, mutes }: AlertState, observation: Observation) {
    this.#records = new Map(records)
    this.#mutes = mutes
    this.#o = observation
  }

  hold(finding: Finding): void {
    const known = this.#records.get(keyOf(finding))
    this.#fresh.set(keyOf(finding), finding)
    if (!known || known.resolvedAtMs !== null) this.#raise(finding, 'holds', known)
    else if (known.severity !== finding.severity || known.absentSinceMs !== null)
      this.#put({ ...known, ...wordsOf(finding), absentSinceMs: null })
  }

  /** News is told once, whenever it is found again. */
  happen(finding: Finding): void {
    if (!this.#records.has(keyOf(finding))) this.#raise(finding, 'happened', undefined)
  }

  end(key: string): void {
    const known = this.#records.get(key)
    if (known && known.resolvedAtMs === null) this.#resolve(known)
  }

  /** Those of these codes that hold and were not found are over, after a while. */
  sweep(codes: Rule['codes'], found: ReadonlySet<string>): void {
    for (const record of [...this.#records.values()]) {
      if (record.kind !== 'holds' || record.resolvedAtMs !== null) continue
      if (!codes.includes(record.code) || found.has(record.key)) continue
      const sinceMs = record.absentSinceMs ?? this.#o.nowMs
      if (this.#o.nowMs - sinceMs >= policies[record.code].clearAfterMs) this.#resolve(record)
      else if (record.absentSinceMs === null) this.#put({ ...record, absentSinceMs: sinceMs })
    }
  }

  expire(): void {
    for (const record of [...this.#records.values()])
      if (record.resolvedAtMs === null && record.expiresAtMs !== null && this.#o.nowMs >= record.expiresAtMs)
        this.#resolve(record)
  }

  tell(): void {
    for (const record of [...this.#records.values()]) {
      if (record.resolvedAtMs !== null || record.absentSinceMs !== null || this.#held(record)) continue
      const kind = this.#due(record)
      if (!kind) continue
      const fresh = this.#fresh.get(record.key)
      const told = { ...record, ...(fresh && wordsOf(fresh)), toldAtMs: this.#o.nowMs, toldSeverity: record.severity }
      this.#put(told)
      this.#deliveries.push({ kind, alert: alertOf(told) })
    }
  }

  result(): Evaluation {
    const changed = [...this.#changed].flatMap((key) => this.#records.get(key) ?? [])
    return {
      state: { records: trimmed(this.#records), mutes: this.#mutes },
      changed,
      deliveries: this.#deliveries,
      events: this.#events
    }
  }

  #raise(finding: Finding, kind: AlertRecord['kind'], before: AlertRecord | undefined): void {
    const { nowMs } = this.#o
    const record: AlertRecord = {
      key: keyOf(finding),
      code: finding.code,
      ...wordsOf(finding),
      raisedAtMs: nowMs,
      resolvedAtMs: null,
      toldAtMs: null,
      kind,
      expiresAtMs: kind === 'happened' ? nowMs + newsForMs : null,
      toldSeverity: null,
      toldBeforeMs: before ? (before.toldAtMs ?? before.toldBeforeMs) : null,
      absentSinceMs: null
    }
    this.#put(record)
    this.#events.push({ type: 'alert.raised', atMs: nowMs, alert: alertOf(record) })
  }

  #resolve(record: AlertRecord): void {
    const over = { ...record, resolvedAtMs: this.#o.nowMs, absentSinceMs: null }
    this.#put(over)
    this.#events.push({ type: 'alert.resolved', atMs: this.#o.nowMs, alert: alertOf(over) })
    const worth = record.kind === 'holds' && record.toldAtMs !== null && record.severity !== 'notice'
    if (worth && !this.#held(record)) this.#deliveries.push({ kind: 'resolved', alert: alertOf(over) })
  }

  #put(record: AlertRecord): void {
    this.#records.set(record.key, record)
    this.#changed.add(record.key)
  }

  /** Muted, or kept back by the quiet hours. */
  #held({ code, severity }: AlertRecord): boolean {
    const { settings, nowMs, localMinute } = this.#o
    const until = this.#mutes.get(code)
    if (settings.mute.includes(code) || until === null || (until !== undefined && until > nowMs)) return true
    return severity !== 'critical' && isQuiet(localMinute, settings.quietHours)
  }

  #due({ code, kind, severity, toldAtMs, toldSeverity, toldBeforeMs }: AlertRecord): Delivery['kind'] | null {
    const { nowMs, settings } = this.#o
    if (toldAtMs === null || toldSeverity === null) {
      const tooSoon = toldBeforeMs !== null && nowMs - toldBeforeMs < policies[code].gapMs
      return tooSoon ? null : 'raised'
    }
    if (severityRank[severity] > severityRank[toldSeverity]) return 'raised'
    const everyMs = kind === 'holds' ? repeatMs(severity, settings) : null
    return everyMs !== null && nowMs - toldAtMs >= everyMs ? 'repeated' : null
  }
}

const wordsOf = ({ subject, severity, title, body, screen }: Finding) => ({ subject, severity, title, body, screen })

/** Keeps the newest; what holds is never let go of. */
function trimmed(records: ReadonlyMap<string, AlertRecord>): ReadonlyMap<string, AlertRecord> {
  if (records.size <= recordsKept) return records
  const over = [...records.values()].filter((r) => r.resolvedAtMs !== null).sort((a, b) => a.raisedAtMs - b.raisedAtMs)
  const dropped = new Set(over.slice(0, records.size - recordsKept).map(({ key }) => key))
  return new Map([...records].filter(([key]) => !dropped.has(key)))
}
