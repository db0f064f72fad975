import type { DatabaseSync } from 'node:sqlite'
import type { AlertCode } from '../../shared/domain/alert.ts'
import type { AlertStore, QueuedMessage } from '../alerts/alert-store.ts'
import { type AlertRecord, alertOf } from '../alerts/evaluate.ts'

type StoredRow = { row: string }
type StoredMessage = {
  id: number
  channel: string
  message: string
  queued_at: number
  attempts: number
  not_before: number
}

const endedKept = 2_000
const endedRead = 500
/** A receiver that is gone for good must not fill the disk. */
const waitingKept = 500

const recordOf = ({ row }: StoredRow): AlertRecord => JSON.parse(row) as AlertRecord
const queuedOf = (m: StoredMessage): QueuedMessage => ({
  id: m.id,
  channel: m.channel,
  message: JSON.parse(m.message) as QueuedMessage['message'],
  queuedAtMs: m.queued_at,
  attempts: m.attempts,
  notBeforeMs: m.not_before
})

/** Alerts, mutes and messages to be sent, in the history's file. */
export function alertHistory(db: DatabaseSync): AlertStore {
  const put = db.prepare(
    `INSERT INTO alerts VALUES (?, ?, ?, ?) ON CONFLICT (key, raised_at) DO UPDATE SET is_open = excluded.is_open, row = excluded.row`
  )
  const newest = db.prepare(
    `SELECT row FROM alerts a WHERE raised_at = (SELECT max(raised_at) FROM alerts b WHERE b.key = a.key)
     AND is_open = ? ORDER BY raised_at DESC, key LIMIT ?`
  )
  const past = db.prepare('SELECT row FROM alerts WHERE is_open = 0 ORDER BY raised_at DESC, key LIMIT ?')
  const prune = db.prepare(
    `DELETE FROM alerts WHERE is_open = 0 AND rowid NOT IN (SELECT rowid FROM alerts WHERE is_open = 0 ORDER BY raised_at DESC LIMIT ${endedKept})`
  )
  const enqueue = db.prepare(
    'INSERT INTO alert_messages (channel, message, queued_at, attempts, not_before) VALUES (?, ?, ?, ?, ?)'
  )
  const shorten = db.prepare(
    `DELETE FROM alert_messages WHERE channel = ?1 AND id NOT IN (SELECT id FROM alert_messages WHERE channel = ?1 ORDER BY id DESC LIMIT ${waitingKept})`
  )
  const queued = db.prepare('SELECT * FROM alert_messages WHERE channel = ? ORDER BY id')
  const delay = db.prepare('UPDATE alert_messages SET attempts = ?, not_before = ? WHERE id = ?')
  const drop = db.prepare('DELETE FROM alert_messages WHERE id = ?')
  const mute = db.prepare(
    'INSERT INTO alert_mutes VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET until_ms = excluded.until_ms'
  )
  const unmute = db.prepare('DELETE FROM alert_mutes WHERE code = ?')

  const write = ({ records, messages }: Parameters<AlertStore['saveAlerts']>[0]): void => {
    for (const record of records)
      put.run(record.key, record.raisedAtMs, record.resolvedAtMs === null ? 1 : 0, JSON.stringify(record))
    for (const { channel, message, queuedAtMs, attempts, notBeforeMs } of messages)
      enqueue.run(channel, JSON.stringify(message), queuedAtMs, attempts, notBeforeMs)
    for (const channel of new Set(messages.map((m) => m.channel))) shorten.run(channel)
    if (records.some(({ resolvedAtMs }) => resolvedAtMs !== null)) prune.run()
  }

  return {
    alertRecords: () => {
      const open = newest.all(1, -1) as StoredRow[]
      return [...open, ...(newest.all(0, endedRead) as StoredRow[])].map(recordOf)
    },
    alertMutes: () =>
      (
        db.prepare('SELECT code, until_ms FROM alert_mutes').all() as { code: AlertCode; until_ms: number | null }[]
      ).map(({ code, until_ms }) => ({ code, untilMs: until_ms })),
    saveAlerts(change) {
      db.exec('BEGIN')
      try {
        write(change)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },
    setAlertMute({ code, untilMs, on }) {
      if (on) mute.run(code, untilMs)
      else unmute.run(code)
    },
    pastAlerts: (limit) => (past.all(limit) as StoredRow[]).map((row) => alertOf(recordOf(row))),
    queuedMessages: (channel) => (queued.all(channel) as StoredMessage[]).map(queuedOf),
    delayMessage: (id, { attempts, notBeforeMs }) => void delay.run(attempts, notBeforeMs, id),
    dropMessage: (id) => void drop.run(id)
  }
}
