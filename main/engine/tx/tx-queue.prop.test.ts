import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { type Freed, ModelChain } from './testing/model-chain.ts'
import { modelSigner } from './testing/model-signer.ts'
import { onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { type CrashPoint, crashPoints } from './tx-core.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, Lane, TxOutcome, TxQueue } from './types.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 100_000n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 30_000,
  confirmations: 1
}

type Fault =
  | { do: 'submit'; n: number }
  | { do: 'mine'; blocks: number }
  | { do: 'reorg'; depth: number; freed: Freed }
  | { do: 'drop' }
  | { do: 'comeBack'; pick: number }
  | { do: 'fail'; requests: number }
  | { do: 'deaf' }
  | { do: 'baseFee'; percent: number }
  | { do: 'wait'; ms: number }
  | { do: 'restart' }
  | { do: 'kill'; at: CrashPoint }
  | { do: 'abort'; n: number }

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('submit' as const), n: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mine' as const), blocks: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reorg' as const),
      depth: fc.integer({ min: 1, max: 4 }),
      freed: fc.constantFrom<Freed>('back', 'gone', 'other')
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('comeBack' as const), pick: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), requests: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deaf' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('baseFee' as const), percent: fc.constantFrom(50, 110, 200) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 5_000, 31_000, 130_000) })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), at: fc.constantFrom(...crashPoints) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort' as const), n: fc.nat(5) }) }
)

const lanes: readonly Lane[] = ['dispute', 'submission', 'operator']
const laneOf = (n: number): Lane => lanes[n % 3] ?? 'operator'

type Life = { over: boolean; end: PromiseWithResolvers<void> }

const numberOf = (purpose: string): number => Number(purpose.slice('write:'.length))

/** A validator that is told what to do and keeps asking until it is done, through faults and restarts. */
class Run {
  readonly chain = new ModelChain()
  readonly clock = new ManualClock(1_000_000)
  readonly wanted = new Set<number>()
  readonly done = new Map<number, TxOutcome>()
  readonly #waiting = new Map<number, AbortController>()
  journal: MemoryJournal = memoryJournal()
  #queue: TxQueue | null = null
  #killAt: CrashPoint | null = null
  #life: Life = { over: false, end: Promise.withResolvers() }

  /** Starts over as often as it takes: the kill may come while reconciling. */
  async open(): Promise<void> {
    for (let tries = 0; tries < 50; tries++) if (await this.#openOnce()) return
    throw new Error('it does not reconcile')
  }

  async #openOnce(): Promise<boolean> {
    const life: Life = { over: false, end: Promise.withResolvers() }
    this.#life = life
    this.journal = memoryJournal([...this.journal.lines])
    const chain = this.chain.port()
    this.#queue = createTxQueue({
      ...{ chain, chainId: 1, signer: modelSigner, journal: this.journal, clock: this.clock, log: silentLog, policy },
      exclusive: true,
      onEvent: (event) => {
        if (event.type === 'tx.failed' && event.code === 'TX_UNDONE' && !life.over)
          this.done.delete(numberOf(event.purpose))
      },
      crashPoint: (point) => this.#maybeDie(point, life)
    })
    const reconciled = this.#queue.reconcile(new AbortController().signal).then(
      () => true,
      () => false
    )
    return Promise.race([reconciled, life.end.promise.then(() => false)])
  }

  /** A killed process does nothing more: its promise never ends. */
  #maybeDie(point: CrashPoint, life: Life): void | Promise<void> {
    if (!life.over && point !== this.#killAt) return
    life.over = true
    this.#killAt = null
    life.end.resolve()
    return new Promise(() => {})
  }

  submit(n: number): void {
    this.wanted.add(n)
    if (this.done.has(n) || this.#waiting.has(n) || !this.#queue) return
    const abort = new AbortController()
    this.#waiting.set(n, abort)
    const life = this.#life
    this.#queue.submit(onceRequest(n, { lane: laneOf(n) }), abort.signal).then(
      (outcome) => {
        if (life.over) return
        this.#waiting.delete(n)
        if (outcome.kind === 'confirmed' || outcome.kind === 'already-done') this.done.set(n, outcome)
      },
      () => {
        if (this.#waiting.get(n) === abort) this.#waiting.delete(n)
      }
    )
  }

  async restart(): Promise<void> {
    if (!this.#life.over) await this.#queue?.close()
    this.#waiting.clear()
    await this.open()
    for (const n of this.wanted) this.submit(n)
  }

  async apply(step: Fault): Promise<void> {
    switch (step.do) {
      case 'submit':
        this.submit(step.n)
        break
      case 'mine':
        for (let i = 0; i < step.blocks; i++) this.chain.mine()
        break
      case 'reorg':
        this.chain.reorg(step.depth, step.freed)
        break
      case 'drop':
        this.chain.pool = []
        break
      case 'comeBack':
        this.chain.comeBack(step.pick)
        break
      case 'fail':
        this.chain.failNext = step.requests
        break
      case 'deaf':
        this.chain.deafPublishes = 1
        break
      case 'baseFee':
        this.chain.baseFeeWei = (this.chain.baseFeeWei * BigInt(step.percent)) / 100n + 1n
        break
      case 'wait':
        await this.clock.advance(step.ms)
        break
      case 'restart':
        await this.restart()
        break
      case 'kill':
        this.#killAt = step.at
        break
      case 'abort':
        this.#waiting.get(step.n)?.abort()
    }
    await this.clock.advance(10)
    if (this.#life.over) await this.restart()
  }

  /** No more faults: everything wanted must come to its end. */
  async finish(): Promise<void> {
    this.#killAt = null
    this.chain.failNext = 0
    this.chain.deafPublishes = 0
    for (let i = 0; i < 400 && this.done.size < this.wanted.size; i++) {
      for (const n of this.wanted) this.submit(n)
      await this.clock.advance(10_000)
      this.chain.mine()
    }
    for (let i = 0; i < 40; i++) {
      for (const n of this.wanted) this.submit(n)
      await this.clock.advance(13_000)
      this.chain.mine()
    }
  }

  close = async (): Promise<void> => this.#queue?.close()
  pending = () => this.#queue?.pending()
  paused = () => this.#queue?.paused()
}

describe('the queue under faults', () => {
  it('does everything asked for once, whatever happens on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 3, maxLength: 40 }), async (steps) => {
        const run = new Run()
        await run.open()
        for (const step of steps) await run.apply(step)
        await run.finish()
        const mined = run.chain.canonical()
        await run.close()
        expect([...run.done.keys()].sort()).toEqual([...run.wanted].sort())
        expect(run.paused()).toBeNull()
        for (const n of run.wanted) {
          const own = mined.filter(({ tx }) => tx.data === word(n))
          expect(own.filter(({ success }) => success)).toHaveLength(1)
          if (laneOf(n) !== 'dispute') expect(own).toHaveLength(1)
        }
        expect(mined.map(({ tx }) => tx.nonce)).toEqual(mined.map((_, i) => i))
      }),
      { numRuns: 600 }
    )
  })
})
