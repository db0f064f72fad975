import type { Alert, AlertCode, AlertMute } from '../../shared/domain/alert.ts'
import type { Logger } from '../engine/ports.ts'
import type { AlertStore } from './alert-store.ts'
import { type AlertRecord, type AlertState, alertOf } from './evaluate.ts'
import { severityRank } from './policy.ts'

type Messages = Parameters<AlertStore['saveAlerts']>[0]['messages']

/** What is known of the alerts, and where it is kept. The history opens later than the app, and another one may take its place: what was known meanwhile is taken along. */
export function createAlertBook({
  history,
  memory,
  log
}: {
  /** Null while it is not open. */
  history: () => AlertStore | null
  /** Used as long as there is no history. */
  memory: AlertStore
  log: Logger
}) {
  let store = memory
  let state = stateOf(memory)

  const adopt = (next: AlertStore): void => {
    const stored = stateOf(next)
    const fromMemory = store === memory
    const carried = fromMemory ? [...state.records.values()].filter((r) => isNews(r, stored.records.get(r.key))) : []
    state = {
      records: new Map([...stored.records, ...carried.map((r): [string, AlertRecord] => [r.key, r])]),
      mutes: fromMemory ? new Map([...stored.mutes, ...state.mutes]) : stored.mutes
    }
    next.saveAlerts({ records: carried, messages: [] })
    store = next
  }

  return {
    /** Follows the history as it opens and closes; call before each use of the store. */
    sync(): void {
      const open = history()
      if (open === null) store = memory
      else if (open !== store) adopt(open)
    },
    state: () => state,
    store: () => store,
    /** False when it could not be kept: then nothing of it counts. */
    keep(next: AlertState, change: { records: readonly AlertRecord[]; messages: Messages }): boolean {
      try {
        if (change.records.length + change.messages.length > 0) store.saveAlerts(change)
        state = next
        return true
      } catch (error) {
        log.warn('alerts.not-kept', { error: String(error) })
        return false
      }
    },
    mute({ code, untilMs, on }: AlertMute & { on: boolean }): void {
      store.setAlertMute({ code, untilMs, on })
      const mutes = new Map<AlertCode, number | null>(state.mutes)
      if (on) mutes.set(code, untilMs)
      else mutes.delete(code)
      state = { ...state, mutes }
    },
    active: (): Alert[] =>
      [...state.records.values()]
        .filter((r) => r.resolvedAtMs === null)
        .map(alertOf)
        .sort(worstFirst)
  }
}

const stateOf = (store: AlertStore): AlertState => ({
  records: new Map(store.alertRecords().map((record) => [record.key, record])),
  mutes: new Map(store.alertMutes().map(({ code, untilMs }) => [code, untilMs]))
})

/** Stored ones win while they hold: they know when they were told. */
const isNews = (record: AlertRecord, stored: AlertRecord | undefined): boolean =>
  !stored || (stored.kind === 'holds' && stored.resolvedAtMs !== null && record.resolvedAtMs === null)

const worstFirst = (a: Alert, b: Alert): number =>
  severityRank[b.severity] - severityRank[a.severity] || b.raisedAtMs - a.raisedAtMs
