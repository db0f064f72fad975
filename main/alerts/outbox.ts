import type { ChannelReceipt } from '../../shared/domain/alert.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../engine/ports.ts'
import { type Backoff, backoffMs } from '../engine/runtime/backoff.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { AlertStore, QueuedMessage } from './alert-store.ts'
import type { Channel } from './channels/channel.ts'

const backoff: Backoff = { baseMs: 2_000, maxMs: 300_000, resetAfterMs: 0, jitter: Math.random }
/** What could not be told for two days is in the list of alerts. */
export const giveUpAfterMs = 48 * 3_600_000

export type Outbox = {
  /** Sends what is due, oldest first; does nothing while it is at it. */
  pump(signal: AbortSignal): Promise<void>
}

type Deps = {
  channel: Channel
  store: () => AlertStore
  clock: Clock
  log: Logger
  onReceipt: (receipt: ChannelReceipt) => void
}

/** Sends one channel's messages in order, each until it is taken, refused or two days old. */
export function createOutbox({ channel, store, clock, log, onReceipt }: Deps): Outbox {
  let busy = false

  /** True when the next message may be tried at once. */
  const send = async (queued: QueuedMessage, signal: AbortSignal): Promise<boolean> => {
    const { id, message } = queued
    try {
      const detail = await channel.deliver(message, signal)
      store().dropMessage(id)
      onReceipt({ ok: true, atMs: clock.now(), detail })
      return true
    } catch (error) {
      if (signal.aborted) return false
      const { code, message: detail, retryable, meta } = asAppError(error)
      onReceipt({ ok: false, atMs: clock.now(), detail })
      log.warn('alerts.channel.failed', {
        channel: channel.name,
        target: channel.target,
        code,
        attempt: queued.attempts
      })
      if (!retryable || clock.now() - queued.queuedAtMs >= giveUpAfterMs) {
        store().dropMessage(id)
        return true
      }
      const attempts = queued.attempts + 1
      const waitMs = Math.ceil(Math.max(Number(meta.retryAfterMs ?? 0), backoffMs(backoff, attempts)))
      store().delayMessage(id, { attempts, notBeforeMs: clock.now() + waitMs })
      return false
    }
  }

  return {
    async pump(signal) {
      if (busy) return
      busy = true
      try {
        for (;;) {
          const next = store().queuedMessages(channel.name)[0]
          if (!next || next.notBeforeMs > clock.now() || !(await send(next, signal))) return
        }
      } finally {
        busy = false
      }
    }
  }
}

export const asAppError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError({ code: 'INTERNAL' }, { message: 'The channel failed.', cause: error })
