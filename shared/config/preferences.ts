import { z } from 'zod'

/** What belongs to this installation and not to a network. */
export const preferencesSchema = z.strictObject({
  /** False until the first-start steps were finished or skipped. */
  onboarded: z.boolean().default(false),
  host: z
    .strictObject({
      autostart: z.boolean().default(false),
      startHidden: z.boolean().default(false),
      closeToTray: z.boolean().default(true),
      /** Keep the machine awake while a dispute of mine is open or my round is near. */
      keepAwake: z.boolean().default(true)
    })
    .prefault({}),
  updates: z
    .strictObject({
      check: z.boolean().default(false),
      feedUrl: z.url({ protocol: /^https$/, error: 'a URL starting with https://' }).optional()
    })
    .prefault({})
})

export type Preferences = z.output<typeof preferencesSchema>
export type PreferencesInput = z.input<typeof preferencesSchema>
