import type { ChannelReceipt, ChannelView } from '../../shared/domain/alert.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { AlertStore, QueuedMessage } from './alert-store.ts'
import type { AlertMessage, Channel } from './channels/channel.ts'
import { asAppError, createOutbox, type Outbox } from './outbox.ts'

/** Brings messages to the channels: those of this machine at once, webhooks through a queue that outlives the process. */
export type ChannelDesk = {
  /** What is to be queued for the webhooks, before anything is told. */
  queued(messages: readonly AlertMessage[]): Omit<QueuedMessage, 'id'>[]
  tellLocally(messages: readonly AlertMessage[], signal: AbortSignal): Promise<void>
  /** Sends what is due in the queues; does not wait for it. */
  pump(signal: AbortSignal): void
  /** One attempt on the named channel. Throws AppError CHANNEL_UNKNOWN. */
  sendTo(name: string, message: AlertMessage, signal: AbortSignal): Promise<ChannelReceipt>
  /** The dead-man ping's name, or null where there is none. */
  pingChannel: string | null
  views(): ChannelView[]
}

type Deps = {
  channels: readonly Channel[]
  store: () => AlertStore
  clock: Clock
  log: Logger
  /** A receipt came. */
  onChange: () => void
}

export function createChannelDesk({ channels, store, clock, log, onChange }: Deps): ChannelDesk {
  const receipts = new Map<string, ChannelReceipt>()
  const webhooks = channels.filter(({ kind }) => kind === 'webhook')
  const others = channels.filter(({ kind }) => kind !== 'webhook')

  const received = ({ name }: Channel, receipt: ChannelReceipt): ChannelReceipt => {
    receipts.set(name, receipt)
    onChange()
    return receipt
  }
  const send = async (channel: Channel, message: AlertMessage, signal: AbortSignal): Promise<ChannelReceipt> => {
    try {
      return received(channel, { ok: true, atMs: clock.now(), detail: await channel.deliver(message, signal) })
    } catch (error) {
      const { code, message: why } = asAppError(error)
      if (!signal.aborted) log.warn('alerts.channel.failed', { channel: channel.name, target: channel.target, code })
      const detail = signal.aborted ? 'The receiver did not answer in time.' : why
      return received(channel, { ok: false, atMs: clock.now(), detail })
    }
  }
  const outboxes: Outbox[] = webhooks.map((channel) =>
    createOutbox({ channel, store, clock, log, onReceipt: (receipt) => void received(channel, receipt) })
  )
  const failed = (error: unknown): void => log.warn('alerts.outbox.failed', { error: asAppError(error).message })

  return {
    queued: (messages) =>
      messages.flatMap((message) =>
        webhooks
          .filter((channel) => channel.wants(message))
          .map(({ name }) => ({ channel: name, message, queuedAtMs: clock.now(), attempts: 0, notBeforeMs: 0 }))
      ),
    async tellLocally(messages, signal) {
      for (const message of messages)
        for (const channel of others) if (channel.wants(message)) await send(channel, message, signal)
    },
    pump(signal) {
      for (const outbox of outboxes) void outbox.pump(signal).catch(failed)
    },
    async sendTo(name, message, signal) {
      const channel = channels.find((c) => c.name === name)
      if (!channel)
        throw new AppError({ code: 'CHANNEL_UNKNOWN', channel: name }, { message: 'There is no such channel.' })
      return send(channel, message, signal)
    },
    pingChannel: channels.find(({ kind }) => kind === 'ping')?.name ?? null,
    views: () =>
      channels.map(({ name, kind, target }) => ({
        name,
        kind,
        target,
        waiting: kind === 'webhook' ? store().queuedMessages(name).length : 0,
        last: receipts.get(name) ?? null
      }))
  }
}
