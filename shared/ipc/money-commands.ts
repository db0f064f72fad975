import { z } from 'zod'
import type { MoneySummary } from '../domain/money.ts'

/** What the validator earned and cost. Both are refused (retryable) with MONEY_NOT_OPEN before the network was first reached. */
export const moneyCommands = {
  /** Rows newest first, from before the key `before`. */
  'money.summary': {
    input: z.strictObject({
      by: z.enum(['output', 'day', 'month']),
      before: z
        .string()
        .regex(/^(\d{1,18}|\d{4}-\d\d(-\d\d)?)$/)
        .nullable(),
      limit: z.int().min(1).max(500)
    }),
    output: z.custom<MoneySummary>()
  },
  /** Every movement with its transaction; the last line is the SHA-256 of what is before it. */
  'money.csv': { input: z.undefined(), output: z.custom<string>() }
} as const
