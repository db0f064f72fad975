import type { Alert, ChannelReceipt, ChannelView } from '../../../shared/domain/alert.ts'

export type AlertMessage = {
  kind: 'raised' | 'repeated' | 'resolved' | 'test'
  alert: Alert
  /** Label of the network, and the validator's account. */
  network: string
  account: string | null
}

/** One way to reach the operator. */
export type Channel = Pick<ChannelView, 'name' | 'kind' | 'target'> & {
  /** Whether this message is one for this channel. */
  wants(message: AlertMessage): boolean
  /** One attempt. Throws AppError CHANNEL_UNREACHABLE, CHANNEL_BUSY (both retryable, perhaps with `retryAfterMs` in meta) or CHANNEL_REFUSED. */
  deliver(message: AlertMessage, signal: AbortSignal): Promise<ChannelReceipt['detail']>
}
