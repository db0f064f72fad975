import type { Alert, AlertCode, AlertMute } from '../../shared/domain/alert.ts'
import type { AlertMessage } from './channels/channel.ts'
import type { AlertRecord } from './evaluate.ts'

/** A message that is to be sent, kept until it is. */
export type QueuedMessage = {
  id: number
  channel: string
  message: AlertMessage
  queuedAtMs: number
  attempts: number
  notBeforeMs: number
}

/** What must survive a restart. Throws when the file is closed. */
export interface AlertStore {
  /** The newest record of each key: all that hold, and the newest of the others. */
  alertRecords(): AlertRecord[]
  alertMutes(): AlertMute[]
  /** All or nothing: an alert that counts as told has its messages in the queue. */
  saveAlerts(change: { records: readonly AlertRecord[]; messages: readonly Omit<QueuedMessage, 'id'>[] }): void
  /** `on: false` takes the mute away. */
  setAlertMute(mute: { code: AlertCode; untilMs: number | null; on: boolean }): void
  /** Those that are over, newest first. */
  pastAlerts(limit: number): Alert[]
  /** Oldest first. */
  queuedMessages(channel: string): QueuedMessage[]
  delayMessage(id: number, change: { attempts: number; notBeforeMs: number }): void
  dropMessage(id: number): void
}
