import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PreparedTx } from '../../../shared/domain/action.ts'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { type Stage, signAsDevice, startStage, unsignedOnWire } from '../../engine/actions/testing/action-stage.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../practice/network.ts'
import type { PracticeAccount } from '../../practice/practice-accounts.ts'
import { memoryTransport } from '../memory-transport.ts'
import { recordingLog } from '../recording-log.ts'
import { serve } from '../serve.ts'
import { createHandlers, type HandlerDeps } from './create-handlers.ts'

const never = new AbortController().signal
let network: PracticeNetwork
let base: Awaited<ReturnType<PracticeNetwork['snapshot']>>
const log = recordingLog()

beforeAll(async () => {
  network = await startPracticeNetwork({ seed: 23, mining: 'manual', log, signal: never })
  await network.warp(network.params.minDelegationPeriod)
  base = await network.snapshot()
}, 60_000)
afterAll(() => network?.stop())

const amount = fc.constantFrom('1', '0.5', '2', '3', '4', '5', '999999', '0', '1e3', '1,0', '-1', '')
const anyRequest = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('withdraw', 'deposit'), input: fc.record({ amount }) }) },
  fc.record({ kind: fc.constant('v1-withdraw'), input: fc.record({ amount }) }),
  fc.record({
    kind: fc.constant('commission-init'),
    input: fc.record({ commission: fc.constantFrom('1', '2', '3', '4', '5', '10', '101', '5.5') })
  }),
  fc.record({
    kind: fc.constantFrom('unjail', 'activate', 'commission-finalize', 'v1-unbond'),
    input: fc.constant({})
  }),
  fc.record({ kind: fc.string(), input: fc.object() })
)
const which = fc.nat(5)
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('prepare' as const), request: anyRequest }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sign' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('device' as const),
      which,
      over: which,
      key: fc.constantFrom('right', 'wrong')
    })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('replace' as const, 'cancel' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('raw' as const),
      name: fc.constantFrom(...commandNames.filter((n) => n.startsWith('actions.'))),
      input: fc.anything()
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mine' as const) }) }
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

const keyOf = (tx: PreparedTx): PracticeAccount => {
  const { operator } = network.accounts
  const { address, privateKey } = tx.signer.role === 'withdraw' ? operator.withdrawAccount : operator
  if (!privateKey) throw new Error('its key is at hand here')
  return { address, privateKey }
}

/** Plays the commands as a hostile page could give them; returns what was prepared and what was taken. */
async function playAll(stage: Stage, commands: readonly Command[]) {
  const transport = memoryTransport()
  const deps = { actions: () => stage.actions } as unknown as HandlerDeps
  serve(transport.port, { handlers: createHandlers(deps), log, signal: never })
  const page = transport.connect()
  const known: PreparedTx[] = []
  const taken: string[] = []
  const replies: unknown[] = []
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const reply = await page.raw(name, input)
    replies.push(reply)
    const value = reply.ok ? (reply.value as { ready?: boolean; tx?: PreparedTx; stage?: string } | null) : null
    if (value?.ready && value.tx) known.push(value.tx)
    if (value?.stage && value.tx) taken.push(value.tx.id)
    return reply
  }
  const at = (n: number): PreparedTx | undefined => known[n % Math.max(1, known.length)]
  for (const next of commands) {
    switch (next.do) {
      case 'prepare':
        await ask('actions.prepare', next.request)
        break
      case 'sign':
        await Promise.all([1, 2].map(() => ask('actions.sign', { id: at(next.which)?.id ?? crypto.randomUUID() })))
        break
      case 'device': {
        const tx = at(next.which)
        const over = at(next.over)
        if (!tx || !over) break
        const signature = await signAsDevice(over, next.key === 'right' ? keyOf(tx) : network.accounts.outsider)
        await Promise.all([1, 2].map(() => ask('actions.submitSignature', { id: tx.id, ...signature })))
        break
      }
      case 'replace':
      case 'cancel':
        await ask(`actions.${next.do}`, { id: at(next.which)?.id ?? crypto.randomUUID() })
        break
      case 'raw':
        await ask(next.name, next.input)
        break
      case 'mine':
        await systemClock.sleep(60, never)
        await stage.mine()
    }
  }
  await systemClock.sleep(150, never)
  await stage.mine()
  await systemClock.sleep(150, never)
  return { known, taken, replies }
}

describe('the actions as a page can reach them', () => {
  it('send nothing but what was prepared, each at most once, and tell no secret', { timeout: 90_000 }, async () => {
    let sentAtAll = 0
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 24 }), async (commands) => {
        await network.revert(base)
        await network.l1.rpc('anvil_dropAllTransactions')
        base = await network.snapshot()
        const stage = await startStage({ network, who: network.accounts.operator, log })
        try {
          const { known, taken, replies } = await playAll(stage, commands)
          const ids = new Map(known.map((tx) => [tx.unsigned as string, tx.id]))
          const raws = [...new Set(stage.sent)]
          for (const raw of raws) expect(ids.has(unsignedOnWire(raw))).toBe(true)
          expect(new Set(raws.map(unsignedOnWire)).size).toBe(raws.length)
          for (const raw of raws) expect(taken).toContain(ids.get(unsignedOnWire(raw)))
          expect(new Set(taken).size).toBe(taken.length)
          sentAtAll += raws.length
          const told = JSON.stringify(
            [replies, stage.events, [...stage.journals.values()].map((j) => j.lines), log.lines],
            (_, v) => (typeof v === 'bigint' ? v.toString() : v)
          ).toLowerCase()
          for (const { privateKey } of [network.accounts.operator, network.accounts.operator.withdrawAccount])
            expect(told.includes(privateKey?.reveal().slice(2) ?? 'none')).toBe(false)
        } finally {
          await stage.stop()
        }
      }),
      { numRuns: 25, seed: 4 }
    )
    expect(sentAtAll).toBeGreaterThan(20)
  })
})
