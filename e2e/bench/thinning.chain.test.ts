import { expect, it } from 'vitest'
import { onVirtualStage, type VirtualStage } from './virtual-stage.ts'

const total = (stage: VirtualStage): number => Object.values(stage.wire.requests()).reduce((sum, n) => sum + n, 0)
const minute = 60

/** The whole engine at mainnet's pace over HTTP, in virtual time, with a limit that is as good as used up at once. */
it('polls a fifth as often near the day’s limit, counts every request, and keeps its own round all the same', async () => {
  const { signal } = new AbortController()
  await onVirtualStage({ seed: 12, signal }, async (stage) => {
    stage.network.steerDraws(() => stage.network.accounts.operator.address)
    const rpcLimits = { credits: 'auto', l1RequestsPerDay: 40 } as const
    const operator = await stage.startOperator({ roles: { submitter: true }, websocket: false, rpcLimits })
    // Its event comes with the logs, minutes later.
    const own = (): number => operator.events.filter(({ type }) => type === 'tx.confirmed').length
    // The first output is due at once.
    await stage.pass(15 * minute)
    expect(own()).toBe(1)
    expect(operator.budget().thinning).toEqual({ stretch: 5, because: 'l1RequestsPerDay', exempt: false })

    const polls = (): number =>
      operator
        .budget()
        .reasons.filter(({ reason }) => reason === 'head' || reason === 'logs')
        .reduce((sum, { requests }) => sum + requests, 0)
    const before = polls()
    await stage.pass(30 * minute)
    // Heads each 2 minutes and logs each 4 would be 22 or more.
    expect(polls() - before).toBeLessThan(9)
    expect(operator.budget().used.l1Requests).toBe(total(stage))
    const told = operator.events.filter((event) => event.type === 'health.changed')
    expect(told.flatMap((event) => event.raised).map(({ code }) => code)).toContain('RPC_BUDGET')
    expect(told.flatMap((event) => event.raised).map(({ code }) => code)).not.toContain('CHAIN_STALE')

    let exempt = 0
    for (let passed = 0; own() < 2 && passed < 30; passed++) {
      await stage.pass(minute)
      exempt += operator.budget().thinning.exempt ? 1 : 0
    }
    expect(own()).toBe(2)
    expect(exempt).toBeGreaterThan(2)
    expect(operator.events.some(({ type }) => type === 'round.missed')).toBe(false)
  })
}, 300_000)
