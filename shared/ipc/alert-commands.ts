import { z } from 'zod'
import { type AlertsOverview, alertCodes, type ChannelReceipt } from '../domain/alert.ts'

const of = <T>() => z.custom<T>()

export const alertCommands = {
  'alerts.list': { input: z.undefined(), output: of<AlertsOverview>() },
  /** Silences a code for a time, for good (`untilMs: null`), or not any more (`on: false`). The answer is the new list. */
  'alerts.mute': {
    input: z.strictObject({
      code: z.enum(alertCodes),
      untilMs: z.int().positive().nullable(),
      on: z.boolean()
    }),
    output: of<AlertsOverview>()
  },
  /** Sends a test message and says what came of it. Refused with CHANNEL_UNKNOWN. */
  'alerts.test': { input: z.strictObject({ channel: z.string().min(1).max(40) }), output: of<ChannelReceipt>() }
} as const
