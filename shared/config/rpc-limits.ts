import { z } from 'zod'

const credits = z.number().min(0).max(1_000_000)

/** How providers count, or one's own table: credits per request by method, `default` for the others, `pushed` for each message of a subscription. */
const creditTableSchema = z.union([
  z.enum(['auto', 'alchemy', 'infura', 'quicknode', 'requests']),
  z.strictObject({
    default: credits,
    pushed: credits.default(0),
    methods: z.record(z.string().regex(/^[a-z]+_\w+$/i, 'a method like eth_call'), credits).default({})
  })
])

/** What may be used of the RPC providers in a day (UTC). Polling thins out before a limit is reached; disputes and an own round never do. */
export const rpcLimitsSchema = z.strictObject({
  l1RequestsPerDay: z.int().min(300).max(1_000_000_000).optional(),
  creditsPerDay: z.int().min(1_000).max(1_000_000_000_000).optional(),
  credits: creditTableSchema.default('auto')
})

export type RpcLimits = z.output<typeof rpcLimitsSchema>
