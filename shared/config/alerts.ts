import { z } from 'zod'
import { alertCodes } from '../domain/alert.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 22:00')
const http = z.url({ protocol: /^https?$/, error: 'a URL starting with http:// or https://' })
const hours = z.number().min(0.25).max(720)

/** Where the secret URL comes from: one of the three. */
const address = {
  url: http.optional(),
  /** Environment variable that holds it: it is part of no file then. */
  urlVariable: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'an environment variable name in capitals')
    .optional(),
  /** Its name in the vault. */
  secret: z
    .string()
    .regex(/^channel-[a-z0-9-]{1,20}$/, 'a name in the vault: channel- and up to 20 small letters, digits and hyphens')
    .optional()
}
type Address = { url?: string | undefined; urlVariable?: string | undefined; secret?: string | undefined }
const oneAddress = ({ url, urlVariable, secret }: Address): boolean =>
  [url, urlVariable, secret].filter((place) => place !== undefined).length === 1
const wanted = { error: 'one of url, urlVariable and secret is wanted' }

const webhookSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,20}$/, 'a name of up to 20 small letters, digits and hyphens'),
    format: z.enum(['json', 'discord', 'telegram', 'ntfy']).default('json'),
    ...address,
    /** Telegram only: who is written to. */
    chatId: z.string().min(1).max(64).optional(),
    /** Nothing below this is sent. */
    least: z.enum(['notice', 'warning', 'critical']).default('notice')
  })
  .refine(oneAddress, wanted)
  .refine((hook) => hook.format !== 'telegram' || hook.chatId !== undefined, {
    error: 'telegram wants a chatId',
    path: ['chatId']
  })

const pingSchema = z
  .strictObject({ ...address, everyMinutes: z.number().min(1).max(1440).default(5) })
  .refine(oneAddress, wanted)

const thresholdsSchema = z.strictObject({
  /** Warn below this much ETH, besides the engine's own limit. */
  lowEth: z.number().min(0).max(1000).optional(),
  /** The engine may be stopped this long before it is said. */
  stoppedMinutes: z.number().min(1).max(1440).default(10),
  /** A gap in which the app did not run. */
  asleepMinutes: z.number().min(1).max(1440).default(5),
  /** Without news of the engine for so long, the dead-man ping stops. */
  stalledMinutes: z.number().min(1).max(120).default(5)
})

/** Said again while it holds; null: said once. */
const repeatSchema = z.strictObject({
  criticalHours: hours.nullable().default(6),
  warningHours: hours.nullable().default(24),
  noticeHours: hours.nullable().default(null)
})

export const alertsSchema = z.strictObject({
  tray: z.boolean().default(true),
  notifications: z.boolean().default(true),
  webhooks: z
    .array(webhookSchema)
    .max(5)
    .refine((hooks) => new Set(hooks.map((h) => h.name)).size === hooks.length, { error: 'names must differ' })
    .default([]),
  ping: pingSchema.optional(),
  /** Local time. Critical alerts ignore it. */
  quietHours: z.strictObject({ from: time, to: time }).optional(),
  mute: z.array(z.enum(alertCodes)).default([]),
  thresholds: thresholdsSchema.prefault({}),
  repeat: repeatSchema.prefault({})
})

export type AlertSettings = z.output<typeof alertsSchema>
export type WebhookSettings = AlertSettings['webhooks'][number]
