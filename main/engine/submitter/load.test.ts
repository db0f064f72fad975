import { describe, expect, it } from 'vitest'
import { publicRoundAddress } from '../../../shared/domain/validator.ts'
import type { SyncStatus } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createAttempts } from './attempts.ts'
import { createLoader, type LoadOptions, type ProtocolReading } from './load.ts'
import { examplePolicy, exampleView, me, other, root, trusted } from './testing/example-view.ts'

const options: LoadOptions = {
  fresh: false,
  attemptsOf: () => ({ pending: false, signingPaused: false, refusal: null }),
  signal: new AbortController().signal
}

/** Chain time is the manual clock's; the output is due at second 1,000, its public round begins at 1,061. */
function setUp(l2Head: 'safe' | 'finalized' = 'safe') {
  const clock = new ManualClock(990_000)
  const chain = {
    index: 12n,
    next: other as `0x${string}`,
    reads: 0,
    roots: 0,
    safe: 530n,
    finalized: 510n,
    away: false
  }
  const nowSec = () => Math.floor(clock.now() / 1000)
  const gate = { wait: null as Promise<void> | null }
  const loader = createLoader({
    clock,
    readState: async () => {
      chain.reads += 1
      const next = chain.next
      await gate.wait
      return {
        timestampSec: nowSec(),
        validator: { ...exampleView, freeKroWei: 1n },
        output: {
          nextOutputIndex: chain.index,
          nextBlockNumber: 520n,
          nextOutputMinL2TimestampSec: 1_000,
          nextFinalizeOutputIndex: 0n,
          nextValidator: next,
          underV2: true
        }
      } as unknown as ProtocolReading
    },
    node: {
      refresh: async () =>
        chain.away
          ? null
          : ({ safeL2: { number: chain.safe }, finalizedL2: { number: chain.finalized } } as SyncStatus),
      last: () => null,
      answeredAtMs: () => null,
      halted: () => false
    },
    roots: {
      of: async () => {
        chain.roots += 1
        return { root, recomputed: null }
      }
    },
    constants: { roundDurationSec: 60, trustedValidator: trusted, mptFirstOutputIndex: 1_000n },
    account: me,
    signs: 'app',
    l2Head,
    policy: examplePolicy,
    chainNowSec: nowSec
  })
  return { clock, chain, loader, gate }
}

describe('load', () => {
  it('keeps a reading for half a minute, unless something happened or a fresh one is wanted', async () => {
    const { clock, chain, loader } = setUp()
    await loader.load(options)
    await loader.load(options)
    expect(chain.reads).toBe(1)
    await loader.load({ ...options, fresh: true })
    expect(chain.reads).toBe(2)
    loader.forget()
    await loader.load(options)
    expect(chain.reads).toBe(3)
    await clock.advance(30_000)
    await loader.load(options)
    expect(chain.reads).toBe(4)
  })

  it('does not keep a reading during which something happened', async () => {
    const { chain, loader, gate } = setUp()
    const { promise, resolve } = Promise.withResolvers<void>()
    gate.wait = promise
    const load = loader.load(options)
    loader.forget()
    resolve()
    await load
    await loader.load(options)
    expect(chain.reads).toBe(2)
  })

  it('reads again when the public round began since', async () => {
    const { clock, chain, loader } = setUp()
    await clock.advance(65_000)
    await loader.load(options)
    await clock.advance(5_000)
    await loader.load(options)
    expect(chain.reads).toBe(1)
    await clock.advance(1_000)
    await loader.load(options)
    expect(chain.reads).toBe(2)
    await loader.load(options)
    expect(chain.reads).toBe(2)
  })

  it('remembers through the public round who was drawn, and forgets with the output', async () => {
    const { chain, loader } = setUp()
    expect((await loader.load({ ...options, fresh: true })).view.drawn).toBe(other)
    chain.next = publicRoundAddress
    expect((await loader.load({ ...options, fresh: true })).view.drawn).toBe(other)
    chain.index += 1n
    expect((await loader.load({ ...options, fresh: true })).view.drawn).toBeNull()
  })

  it('asks for the root only when it decides: own turn, due or nearly, node there', async () => {
    const { clock, chain, loader } = setUp()
    await loader.load(options)
    expect(chain.roots).toBe(0)
    chain.next = me
    await loader.load({ ...options, fresh: true })
    expect(chain.roots).toBe(0)
    await clock.advance(5_000)
    chain.safe = 520n
    await loader.load(options)
    expect(chain.roots).toBe(0)
    chain.safe = 521n
    expect((await loader.load(options)).view.root).toEqual({ root, recomputed: null })
    chain.away = true
    expect((await loader.load(options)).view).toMatchObject({ root: null, nodeHead: null })
  })

  it('takes the head that is configured', async () => {
    expect((await setUp('finalized').loader.load(options)).view.nodeHead).toBe(510n)
    expect((await setUp('safe').loader.load(options)).view.nodeHead).toBe(530n)
  })

  it('knows that no draw has happened before an output is final', async () =>
    expect((await setUp().loader.load(options)).view.drawsBegun).toBe(false))
})

describe('attempts', () => {
  const free = { pending: false, signingPaused: false, refusal: null }

  it('keeps two submissions apart of which the older waits for confirmations', () => {
    const attempts = createAttempts(new ManualClock())
    attempts.started(1n)
    attempts.started(2n)
    attempts.ended(1n, { kind: 'submitted', outcome: null }, 5)
    expect(attempts.of(2n, false).pending).toBe(true)
    attempts.ended(2n, null, 5)
    expect(attempts.of(2n, false)).toEqual(free)
  })

  it('counts a done output as pending for a minute', async () => {
    const clock = new ManualClock()
    const attempts = createAttempts(clock)
    attempts.ended(1n, { kind: 'submitted', outcome: null }, 5)
    expect(attempts.of(1n, false).pending).toBe(true)
    await clock.advance(60_000)
    expect(attempts.of(1n, true)).toEqual({ ...free, signingPaused: true })
  })

  it('pauses longer with each refusal, up to a minute, for this output only', () => {
    const attempts = createAttempts(new ManualClock())
    const pauses = Array.from({ length: 9 }, () => {
      attempts.ended(1n, { kind: 'refused', code: 'X', message: 'no', signed: false }, 100)
      return (attempts.of(1n, false).refusal?.retryAtSec ?? 0) - 100
    })
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
    expect(attempts.of(2n, false).refusal).toBeNull()
  })
})
