import { describe, expect, it } from 'vitest'
import { rpcLimitsSchema } from './rpc-limits.ts'

describe('request limits', () => {
  it('are none by default', () => expect(rpcLimitsSchema.parse({})).toEqual({ credits: 'auto' }))

  it('take a table of one’s own', () => {
    const credits = { default: 20, methods: { eth_getLogs: 75 } }
    expect(rpcLimitsSchema.parse({ creditsPerDay: 100_000, credits })).toEqual({
      creditsPerDay: 100_000,
      credits: { ...credits, pushed: 0 }
    })
  })

  it.each([
    { l1RequestsPerDay: 299 },
    { l1RequestsPerDay: 1_000.5 },
    { creditsPerDay: 0 },
    { credits: 'somebody' },
    { credits: { default: -1 } },
    { credits: { default: 1, methods: { 'eth call': 1 } } },
    { perDay: 5 }
  ])('refuse %j', (input) => expect(rpcLimitsSchema.safeParse(input).success).toBe(false))
})
