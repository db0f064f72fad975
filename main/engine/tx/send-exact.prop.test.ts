import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { type Freed, ModelChain } from './testing/model-chain.ts'
import { modelSigner, readModelTx } from './testing/model-signer.ts'
import { onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { type CrashPoint, crashPoints } from './tx-core.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, OperatorQueue, TxRequest } from './types.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 100_000n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 30_000,
  confirmations: 1
}
const { signal } = new AbortController()

type Step =
  | { do: 'act' }
  | { do: 'replace'; which: number }
  | { do: 'again'; which: number }
  | { do: 'mine'; blocks: number }
  | { do: 'reorg'; depth: number; freed: Freed }
  | { do: 'drop' }
  | { do: 'comeBack'; pick: number }
  | { do: 'fail'; requests: number }
  | { do: 'deaf' }
  | { do: 'baseFee'; percent: number }
  | { do: 'wait'; ms: number }
  | { do: 'kill'; at: CrashPoint }

const some = <T extends Step>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })
const step: fc.Arbitrary<Step> = fc.oneof(
  some(5, fc.constant({ do: 'act' as const })),
  some(2, fc.record({ do: fc.constant('replace' as const), which: fc.nat(4) })),
  some(2, fc.record({ do: fc.constant('again' as const), which: fc.nat(4) })),
  some(4, fc.record({ do: fc.constant('mine' as const), blocks: fc.integer({ min: 1, max: 4 }) })),
  some(
    1,
    fc.record({
      do: fc.constant('reorg' as const),
      depth: fc.integer({ min: 1, max: 3 }),
      freed: fc.constantFrom<Freed>('back', 'gone', 'other')
    })
  ),
  some(1, fc.constant({ do: 'drop' as const })),
  some(1, fc.record({ do: fc.constant('comeBack' as const), pick: fc.nat(9) })),
  some(1, fc.record({ do: fc.constant('fail' as const), requests: fc.integer({ min: 1, max: 9 }) })),
  some(1, fc.constant({ do: 'deaf' as const })),
  some(1, fc.record({ do: fc.constant('baseFee' as const), percent: fc.constantFrom(50, 150, 400) })),
  some(4, fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 31_000, 130_000) })),
  some(4, fc.record({ do: fc.constant('kill' as const), at: fc.constantFrom(...crashPoints) }))
)

type Exact = NonNullable<TxRequest['exact']>
type Life = { over: boolean; end: PromiseWithResolvers<void> }

/** Somebody who prepares actions and has them sent, while the process is killed at any point and started again. */
class Operator {
  readonly chain = new ModelChain()
  readonly clock = new ManualClock(1_000_000)
  readonly prepared: Exact[] = []
  readonly #signsAgain: boolean
  #journal: MemoryJournal = memoryJournal()
  #queue: OperatorQueue | null = null
  #killAt: CrashPoint | null = null
  #life: Life = { over: false, end: Promise.withResolvers() }

  constructor(signsAgain: boolean) {
    this.#signsAgain = signsAgain
  }

  async open(): Promise<void> {
    for (let tries = 0; tries < 50; tries++) {
      const life: Life = { over: false, end: Promise.withResolvers() }
      this.#life = life
      this.#journal = memoryJournal([...this.#journal.lines])
      this.#queue = createTxQueue({
        ...{ chain: this.chain.port(), chainId: 1, signer: modelSigner, journal: this.#journal, clock: this.clock },
        ...{ log: silentLog, policy, signsAgain: this.#signsAgain },
        crashPoint: (point) => this.#maybeDie(point, life)
      })
      const reconciled = this.#queue.reconcile(signal).then(
        () => true,
        () => false
      )
      if (await Promise.race([reconciled, life.end.promise.then(() => false)])) return
    }
    throw new Error('it does not reconcile')
  }

  #maybeDie(point: CrashPoint, life: Life): void | Promise<void> {
    if (!life.over && point !== this.#killAt) return
    life.over = true
    this.#killAt = null
    life.end.resolve()
    return new Promise(() => {})
  }

  /** As an action is prepared: its nonce and fees are fixed by what is known now. */
  async act(): Promise<void> {
    const looked = await Promise.race([this.#queue?.outlook(signal).catch(() => null), this.#life.end.promise])
    if (!looked || looked.foreignPending > 0) return
    const { nonce, beats } = looked
    this.#prepare({ nonce, gas: 90_000n, ...raised(beats ?? { maxFeeWei: 27n * gwei, tipWei: gwei }) })
  }

  replace(which: number): void {
    const found = this.#queue?.waiting(`act:${which}`)
    if (found) this.#prepare({ nonce: found.nonce, gas: 90_000n, ...raised(found.fees) })
  }

  #prepare(exact: Exact): void {
    this.prepared.push(exact)
    this.submit(this.prepared.length - 1)
  }

  submit(n: number): void {
    const exact = this.prepared[n]
    if (!exact) return
    const { accessList: _, ...request } = onceRequest(n, { lane: 'operator', purpose: `act:${n}` })
    this.#queue?.submit({ ...request, exact }, signal).catch(() => {})
  }

  kill(at: CrashPoint): void {
    this.#killAt = at
  }

  async settle(): Promise<void> {
    await this.clock.advance(10)
    if (this.#life.over) await this.open()
  }

  /** No more faults: what is under way comes to its end. */
  async finish(): Promise<void> {
    this.#killAt = null
    this.chain.failNext = 0
    for (let i = 0; i < 12; i++) {
      await this.clock.advance(13_000)
      this.chain.mine()
    }
    await this.#queue?.close()
  }
}

const raised = ({ maxFeeWei, tipWei }: { maxFeeWei: bigint; tipWei: bigint }) => ({
  maxFeeWei: (maxFeeWei * 12n) / 10n + 1n,
  tipWei: (tipWei * 12n) / 10n + 1n
})

async function play(who: Operator, next: Step): Promise<void> {
  const { chain } = who
  if (next.do === 'act') await who.act()
  if (next.do === 'replace') who.replace(next.which)
  if (next.do === 'again') who.submit(next.which)
  if (next.do === 'mine') for (let i = 0; i < next.blocks; i++) chain.mine()
  if (next.do === 'reorg') chain.reorg(next.depth, next.freed)
  if (next.do === 'drop') chain.pool = []
  if (next.do === 'comeBack') chain.comeBack(next.pick)
  if (next.do === 'fail') chain.failNext = next.requests
  if (next.do === 'deaf') chain.deafPublishes = 1
  if (next.do === 'baseFee') chain.baseFeeWei = (chain.baseFeeWei * BigInt(next.percent)) / 100n + 1n
  if (next.do === 'wait') await who.clock.advance(next.ms)
  if (next.do === 'kill') who.kill(next.at)
  await who.settle()
}

describe.each([
  ['with the key at hand', true],
  ['signed on a device', false]
])('a prepared transaction %s, under faults and kills', (_, signsAgain) => {
  it('is sent as it was prepared or not at all, and mined once at most', async () => {
    let minedAtAll = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
        const who = new Operator(signsAgain)
        await who.open()
        for (const next of steps) await play(who, next)
        await who.finish()
        const wordOf = new Map(who.prepared.map((exact, n) => [word(n) as string, exact]))
        for (const { raw, data } of who.chain.everPublished) {
          const exact = wordOf.get(data)
          // A nonce that nobody wants any more is used up by a transfer of nothing, where the key is at hand.
          if (!exact) expect({ data, signsAgain }).toEqual({ data: '0x', signsAgain: true })
          else {
            const { nonce, maxFeeWei, tipWei } = readModelTx(raw)
            expect({ nonce, maxFeeWei, tipWei }).toEqual({
              nonce: exact.nonce,
              maxFeeWei: exact.maxFeeWei,
              tipWei: exact.tipWei
            })
          }
        }
        for (const [n] of who.prepared.entries()) {
          const own = who.chain.canonical().filter(({ tx }) => tx.data === word(n))
          expect(own.length).toBeLessThanOrEqual(1)
          minedAtAll += own.length
        }
      }),
      { numRuns: 250 }
    )
    expect(minedAtAll).toBeGreaterThan(100)
  })
})
