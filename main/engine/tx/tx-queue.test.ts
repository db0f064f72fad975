import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Signer } from '../ports.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { ModelChain } from './testing/model-chain.ts'
import { modelAccount, modelSigner } from './testing/model-signer.ts'
import { onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, TxOutcome, TxQueue, TxRequest } from './types.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 500n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 30_000,
  confirmations: 2
}
const { signal } = new AbortController()

let chain: ModelChain
let clock: ManualClock
let journal: MemoryJournal
let events: EngineEvent[]
const queues: TxQueue[] = []

beforeEach(() => {
  chain = new ModelChain()
  clock = new ManualClock(1_000_000)
  journal = memoryJournal()
  events = []
})
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()))
})

async function open(over: Partial<FeePolicy> = {}, signer: Signer = modelSigner): Promise<TxQueue> {
  const own = { chainId: 1, signer, journal, clock, log: silentLog, policy: { ...policy, ...over } }
  const queue = createTxQueue({ ...own, chain: chain.port(), onEvent: (event) => void events.push(event) })
  queues.push(queue)
  await queue.reconcile(signal)
  return queue
}

type Watched = { outcome: TxOutcome | null; error: unknown }

/** Submits and remembers how it ends. */
function submit(queue: TxQueue, request: TxRequest, own: AbortSignal = signal): Watched {
  const watched: Watched = { outcome: null, error: null }
  queue.submit(request, own).then(
    (outcome) => {
      watched.outcome = outcome
    },
    (error: unknown) => {
      watched.error = error
    }
  )
  return watched
}

const pass = (ms: number): Promise<void> => clock.advance(ms)
async function mine(blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    chain.mine()
    await pass(4_000)
  }
}
const records = (type: string): Record<string, unknown>[] =>
  journal.lines.map((line) => JSON.parse(line)).filter((r) => r.type === type)
const kinds = (): string[] => journal.lines.map((line) => JSON.parse(line).type)

describe('one transaction', () => {
  it('is written down before each step and waits for its confirmations', async () => {
    const queue = await open()
    const work = submit(queue, onceRequest(1))
    await pass(0)
    expect(kinds()).toEqual(['chain', 'intent', 'signed', 'published'])
    expect(queue.pending()).toMatchObject([
      { purpose: 'write:1', lane: 'submission', nonce: 0, attempts: 1, sentAtMs: 1_000_000, atFeeCap: false }
    ])
    await mine(1)
    expect(work.outcome).toBeNull()
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed', blockNumber: 1n, gasUsed: 100_000n })
    expect(queue.pending()).toEqual([])
    expect(events.map((e) => e.type)).toEqual(['tx.published', 'tx.confirmed'])
    await mine(18)
    expect(kinds().slice(4)).toEqual(['mined', 'settled'])
    expect(clock.sleeping).toBe(0)
  })

  it('is known as done after a restart, settled or not', async () => {
    submit(await open(), onceRequest(1))
    await pass(0)
    await mine(2)
    const early = submit(await open(), onceRequest(1))
    await pass(0)
    expect(early.outcome).toMatchObject({ kind: 'already-done', hash: chain.canonical()[0]?.tx.hash })
    await mine(20)
    const late = submit(await open(), onceRequest(1))
    await pass(0)
    expect(late.outcome).toEqual(early.outcome)
  })

  it('reports a reverted receipt as such, and the purpose may be tried again', async () => {
    const queue = await open({ confirmations: 1 })
    const work = submit(queue, onceRequest(1, { purpose: 'late' }))
    await pass(0)
    const ours = chain.pool[0]
    if (!ours) throw new Error('nothing was published')
    chain.blocks.push({ hash: '0xbb', txs: [{ tx: ours, success: false }] })
    chain.pool = []
    await pass(4_000)
    expect(work.outcome).toMatchObject({ kind: 'reverted', hash: ours.hash })
    expect(events.at(-1)).toMatchObject({ type: 'tx.failed', code: 'TX_REVERTED' })
    const again = submit(queue, onceRequest(1, { purpose: 'late' }))
    await pass(0)
    await mine(1)
    expect(again.outcome).toMatchObject({ kind: 'confirmed' })
    expect(chain.minedNonce).toBe(2)
  })

  it('is not signed when the re-check says no, and asks again when it could not look', async () => {
    const queue = await open()
    const no = new AppError({ code: 'NOT_MY_TURN' }, { message: 'Another validator has the round.' })
    const refused = submit(queue, onceRequest(1, { recheck: () => Promise.reject(no) }))
    await pass(0)
    expect(refused.outcome).toEqual({
      kind: 'not-sent',
      code: 'NOT_MY_TURN',
      message: 'Another validator has the round.'
    })
    let asked = 0
    const blind = async (): Promise<void> => {
      asked += 1
      if (asked < 3) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    }
    const work = submit(queue, onceRequest(2, { recheck: blind }))
    await pass(9_000)
    expect([asked, chain.pool.length, work.outcome]).toEqual([3, 1, null])
  })

  it('is not signed without the money for it', async () => {
    chain.balanceWei = 10n
    const work = submit(await open(), onceRequest(1))
    await pass(0)
    expect(work.outcome).toMatchObject({ kind: 'not-sent', code: 'INSUFFICIENT_FUNDS' })
    expect(kinds()).toEqual(['chain'])
  })

  it('fails for good when the key does not sign, and burns no nonce', async () => {
    const locked = new AppError({ code: 'SIGNER_LOCKED' })
    const work = submit(await open({}, { address: modelAccount, sign: () => Promise.reject(locked) }), onceRequest(1))
    await pass(0)
    expect(work.error).toBe(locked)
    expect(kinds()).toEqual(['chain', 'intent', 'abandoned'])
  })

  it('signs nothing more once the journal cannot be written', async () => {
    const queue = await open()
    const full = new AppError({ code: 'JOURNAL_UNWRITABLE' }, { message: 'The disk is full.' })
    const append = journal.append
    journal.append = (record) =>
      Reflect.get(Object(record), 'type') === 'signed' ? Promise.reject(full) : append(record)
    const work = submit(queue, onceRequest(1))
    await pass(0)
    expect([work.error, chain.everPublished]).toEqual([full, []])
    expect(queue.paused()).toMatchObject({ code: 'JOURNAL_UNWRITABLE' })
    journal.append = append
    const next = submit(queue, onceRequest(1))
    await pass(9_000)
    expect(chain.everPublished).toEqual([])
    await queue.resumeSigning()
    await pass(0)
    await mine(2)
    expect(next.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('can be called off before it is signed; afterwards it is only no longer waited for', async () => {
    const queue = await open()
    const early = new AbortController()
    const never = submit(queue, onceRequest(1, { recheck: () => new Promise(() => {}) }), early.signal)
    await pass(0)
    early.abort()
    await pass(0)
    expect(never.error).toMatchObject({ code: 'ABORTED' })
    expect(kinds()).toEqual(['chain'])
  })

  it('is not held up by a check that never answers', async () => {
    const queue = await open({ confirmations: 1 })
    let asked = 0
    const first = submit(
      queue,
      onceRequest(1, { recheck: () => (++asked > 1 ? Promise.resolve() : new Promise(() => {})) })
    )
    await pass(60_000)
    await mine(1)
    expect([asked, first.outcome?.kind]).toEqual([2, 'confirmed'])
  })

  it('stays watched when its caller goes, and is found again by the next', async () => {
    const queue = await open()
    const late = new AbortController()
    const left = submit(queue, onceRequest(1), late.signal)
    await pass(0)
    late.abort()
    await pass(0)
    expect(left.error).toMatchObject({ code: 'ABORTED' })
    expect(queue.pending()).toHaveLength(1)
    const again = submit(queue, onceRequest(1))
    await pass(0)
    await mine(2)
    expect(again.outcome).toMatchObject({ kind: 'confirmed' })
    expect(records('signed')).toHaveLength(1)
  })
})

describe('what nodes answer', () => {
  const published = async (refusals: string[]): Promise<Watched> => {
    chain.refusals = refusals
    const work = submit(await open({ confirmations: 1 }), onceRequest(1))
    await pass(0)
    return work
  }

  it('takes "already known" as success', async () => {
    await published(['already known'])
    expect(records('published')).toHaveLength(1)
  })

  it('raises at once when the pool wants more', async () => {
    const work = await published(['replacement transaction underpriced', 'transaction underpriced'])
    await pass(8_000)
    const fees = records('signed').map((r) => BigInt(String(r.maxFeeWei)))
    expect(fees).toHaveLength(3)
    expect(new Set(records('signed').map((r) => r.nonce))).toEqual(new Set([0]))
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('publishes the same bytes again after a base fee above ours or a full pool', async () => {
    const work = await published(['max fee per gas less than block base fee', 'txpool is full'])
    await pass(8_000)
    expect([records('signed').length, chain.pool.length]).toEqual([1, 1])
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('asks once more before it publishes again', async () => {
    chain.refusals = ['txpool is full']
    let wanted = true
    const recheck = async (): Promise<void> => {
      if (!wanted) throw new AppError({ code: 'ROUND_OVER' })
    }
    const work = submit(await open(), onceRequest(1, { recheck }))
    await pass(0)
    wanted = false
    await pass(4_000)
    expect(work.outcome).toMatchObject({ kind: 'given-up', code: 'ROUND_OVER' })
    expect(chain.everPublished).toEqual([])
  })

  it('is not given up when it was mined in the moment in which a re-check refused its repetition', async () => {
    let sent = false
    const recheck = async (): Promise<void> => {
      if (!sent) return
      chain.mine()
      throw new AppError({ code: 'OUTPUT_ALREADY_SUBMITTED' })
    }
    const work = submit(await open({ confirmations: 1 }), onceRequest(1, { recheck }))
    await pass(0)
    expect(chain.everPublished).toHaveLength(1)
    sent = true
    await pass(policy.resendAfterMs + 8_000)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
    expect(kinds()).not.toContain('given-up')
  })

  it('gives up after three refusals that it cannot name', async () => {
    const work = await published(['odd', 'odd', 'odd'])
    await pass(8_000)
    expect(work.outcome).toMatchObject({ kind: 'given-up', code: 'TX_REFUSED' })
  })

  it('gives up when there is no money after all', async () => {
    expect((await published(['insufficient funds for gas * price + value'])).outcome).toMatchObject({
      kind: 'given-up',
      code: 'INSUFFICIENT_FUNDS'
    })
  })

  it('aborts the send after the third "nonce too low" that the chain does not explain', async () => {
    const work = await published(['nonce too low', 'nonce too low', 'nonce too low'])
    await pass(12_000)
    expect(work.error).toMatchObject({ code: 'NONCE_CONFLICT', meta: { nonce: 0 } })
    expect(events.at(-1)).toMatchObject({ type: 'tx.failed', code: 'NONCE_CONFLICT' })
  })

  it('follows up a publication whose answer was lost', async () => {
    chain.deafPublishes = 1
    const work = submit(await open({ confirmations: 1 }), onceRequest(1))
    await pass(0)
    expect([records('published').length, chain.pool.length]).toEqual([0, 1])
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
    expect(records('signed')).toHaveLength(1)
  })
})

describe('the fee cap', () => {
  const capped = { confirmations: 1, maxFeePerGasCapWei: 25n * gwei }

  it('is never passed; the transaction stays watched and is told about once', async () => {
    const queue = await open(capped)
    const work = submit(queue, onceRequest(1))
    await pass(0)
    chain.baseFeeWei = 100n * gwei
    for (let i = 0; i < 20; i++) {
      chain.mine()
      await pass(10_000)
    }
    expect(queue.pending()).toMatchObject([{ atFeeCap: true, attempts: 2, maxFeePerGasWei: 25n * gwei }])
    expect(events.filter((e) => e.type === 'tx.at-fee-cap')).toMatchObject([{ purpose: 'write:1', nonce: 0 }])
    chain.baseFeeWei = 20n * gwei
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('does not keep a dropped transaction from being published again', async () => {
    const queue = await open(capped)
    const work = submit(queue, onceRequest(1))
    await pass(100_000)
    chain.pool = []
    await pass(40_000)
    expect(chain.pool).toMatchObject([{ nonce: 0, maxFeeWei: 21n * gwei }])
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
    expect(queue.pending()).toEqual([])
  })

  it('makes a dispute wait that cannot outbid what it would replace', async () => {
    const queue = await open(capped)
    submit(queue, onceRequest(1))
    await pass(100_000)
    const dispute = submit(queue, onceRequest(2, { lane: 'dispute' }))
    await pass(100_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:1' }])
    await mine(4)
    expect(dispute.outcome).toMatchObject({ kind: 'confirmed' })
  })
})

describe('several requests', () => {
  it('go one at a time, a dispute before a waiting submission before an operator action', async () => {
    const queue = await open({ confirmations: 1 })
    submit(queue, onceRequest(1, { lane: 'operator' }))
    await pass(0)
    submit(queue, onceRequest(2, { lane: 'operator' }))
    submit(queue, onceRequest(3))
    submit(queue, onceRequest(4, { lane: 'dispute' }))
    await mine(8)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([1, 4, 3, 2].map(word))
    expect(chain.everPublished).toHaveLength(4)
  })

  it('let a dispute take the nonce of a submission that blocks it; whichever is mined, both outcomes are right', async () => {
    for (const winner of ['submission', 'dispute'] as const) {
      chain = new ModelChain()
      journal = memoryJournal()
      const queue = await open({ confirmations: 1 })
      const submission = submit(queue, onceRequest(1))
      await pass(0)
      const dispute = submit(queue, onceRequest(2, { lane: 'dispute' }))
      await pass(4_000)
      expect(queue.pending()).toMatchObject([{ purpose: 'write:1' }])
      await pass(12_000)
      expect(queue.pending()).toMatchObject([{ purpose: 'write:2', nonce: 0, attempts: 2 }])
      if (winner === 'submission') chain.pool = chain.everPublished.slice(0, 1)
      await mine(1)
      expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(winner === 'submission' ? 1 : 2)])
      await mine(14)
      expect([submission.outcome?.kind, dispute.outcome?.kind]).toEqual(['confirmed', 'confirmed'])
      expect(chain.canonical().map(({ success }) => success)).toEqual([true, true])
    }
  })

  it('do not let a submission take the nonce of a dispute', async () => {
    const queue = await open()
    submit(queue, onceRequest(1, { lane: 'dispute' }))
    await pass(0)
    submit(queue, onceRequest(2))
    await pass(200_000)
    expect(queue.pending()[0]).toMatchObject({ purpose: 'write:1' })
    expect(queue.pending()[0]?.attempts).toBeGreaterThan(4)
  })
})

describe('a nonce that somebody else uses', () => {
  it('pauses signing until resumed; then the purpose can be asked for again', async () => {
    const queue = await open({ confirmations: 1 })
    const work = submit(queue, onceRequest(1))
    await pass(0)
    const foreign = { ...(chain.pool[0] as (typeof chain.pool)[0]), hash: '0xf0' as const, data: word(99) }
    chain.pool = [foreign]
    chain.mine()
    await pass(12_000)
    expect(work.error).toMatchObject({ code: 'NONCE_CONFLICT' })
    expect(queue.paused()).toMatchObject({ code: 'NONCE_CONFLICT', nonce: 0 })
    const again = submit(queue, onceRequest(1))
    await pass(60_000)
    expect(chain.pool).toEqual([])
    await queue.resumeSigning()
    await pass(0)
    await mine(1)
    expect(again.outcome).toMatchObject({ kind: 'confirmed' })
    expect(chain.minedNonce).toBe(2)
  })

  it('is left to a foreign transaction that waits, for a bounded time', async () => {
    chain.foreignPending = 1
    const queue = await open()
    submit(queue, onceRequest(1))
    await pass(100_000)
    expect(chain.everPublished).toEqual([])
    await pass(40_000)
    expect(chain.everPublished).toMatchObject([{ nonce: 0 }])
    expect(queue.paused()).toBeNull()
  })
})

describe('a reorg', () => {
  const confirmed = async (n: number): Promise<TxQueue> => {
    const queue = await open({ confirmations: 1 })
    submit(queue, onceRequest(n))
    await pass(0)
    await mine(1)
    return queue
  }

  it('that takes a confirmed transaction away is undone with the same bytes', async () => {
    const queue = await confirmed(1)
    chain.reorg(1, 'gone')
    await pass(12_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:1', attempts: 1 }])
    expect(chain.pool).toMatchObject([{ hash: chain.everPublished[0]?.hash }])
    await mine(1)
    expect(chain.canonical()).toHaveLength(1)
  })

  it('is noticed ten blocks later as well', async () => {
    const queue = await confirmed(1)
    await mine(9)
    chain.reorg(10, 'gone')
    await pass(20_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:1' }])
    await mine(1)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(1)])
  })

  it('raises the fees of what it took away when that is stuck', async () => {
    const queue = await confirmed(1)
    chain.reorg(1, 'gone')
    await pass(12_000)
    chain.baseFeeWei *= 4n
    chain.mine()
    await pass(48_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:1', attempts: 2 }])
    await mine(1)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(1)])
  })

  it('that mines the replaced transaction instead says what is undone; it can be asked for again', async () => {
    const queue = await open({ confirmations: 1 })
    submit(queue, onceRequest(1))
    await pass(0)
    submit(queue, onceRequest(2, { lane: 'dispute' }))
    await pass(20_000)
    await mine(1)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(2)])
    chain.reorg(1, 'other')
    await pass(12_000)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(1)])
    expect(events.at(-1)).toMatchObject({ type: 'tx.confirmed', purpose: 'write:1' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'tx.failed', purpose: 'write:2', code: 'TX_UNDONE' }))
    const again = submit(queue, onceRequest(2, { lane: 'dispute' }))
    await pass(0)
    await mine(1)
    expect(again.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('lets the node put it back, and publishes nothing then', async () => {
    await confirmed(1)
    chain.reorg(1, 'back')
    await pass(12_000)
    expect(chain.everPublished).toHaveLength(1)
  })

  it('that makes a transaction impossible gets its nonce used up for the one behind it', async () => {
    const queue = await confirmed(1)
    const second = submit(queue, onceRequest(2))
    await pass(0)
    expect(chain.pool).toMatchObject([{ nonce: 1 }])
    chain.reorg(1, 'gone')
    chain.forbidden.add(word(1))
    await pass(60_000)
    await mine(2)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual(['0x', word(2)])
    expect(second.outcome).toMatchObject({ kind: 'confirmed' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'tx.failed', purpose: 'write:1', code: 'TX_UNDONE' }))
    expect(events.some((e) => 'purpose' in e && e.purpose.startsWith('fill-nonce') && e.type !== 'tx.published')).toBe(
      false
    )
  })

  it('that makes it impossible leaves the nonce to the next request', async () => {
    const queue = await confirmed(1)
    chain.reorg(1, 'gone')
    chain.forbidden.add(word(1))
    await pass(12_000)
    const next = submit(queue, onceRequest(2))
    await pass(0)
    await mine(1)
    expect(next.outcome).toMatchObject({ kind: 'confirmed' })
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(2)])
  })
})

describe('after a restart', () => {
  it('watches what was signed, publishes nothing by itself, and goes on when the purpose is asked for', async () => {
    submit(await open({ confirmations: 1 }), onceRequest(1))
    await pass(0)
    await queues.pop()?.close()
    chain.pool = []
    const queue = await open({ confirmations: 1 })
    await pass(600_000)
    expect([queue.pending().length, chain.pool.length]).toEqual([1, 0])
    const work = submit(queue, onceRequest(1))
    await pass(0)
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
    expect(chain.minedNonce).toBe(1)
  })

  it('leaves the nonce to its purpose for a while, then to whoever comes; both are followed', async () => {
    submit(await open({ confirmations: 1 }), onceRequest(1))
    await pass(0)
    await queues.pop()?.close()
    const queue = await open({ confirmations: 1 })
    const other = submit(queue, onceRequest(2))
    await pass(100_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:1' }])
    await pass(40_000)
    expect(queue.pending()).toMatchObject([{ purpose: 'write:2', nonce: 0 }])
    await mine(1)
    expect(other.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it.each([
    ['another chain', { chainId: 2 }],
    ['another account', { signer: { ...modelSigner, address: '0x00000000000000000000000000000000000000bb' as const } }]
  ])('refuses the journal of %s', async (_, over) => {
    await open()
    const before = [...journal.lines]
    const deps = {
      chain: chain.port(),
      chainId: 1,
      signer: modelSigner,
      journal,
      clock,
      log: silentLog,
      policy,
      ...over
    }
    await expect(createTxQueue(deps).reconcile(signal)).rejects.toMatchObject({ code: 'JOURNAL_OF_OTHER_CHAIN' })
    expect(journal.lines).toEqual(before)
  })

  it('keeps the journal short and still knows what was done', async () => {
    const queue = await open({ confirmations: 1 })
    for (let n = 1; n <= 120; n++) {
      submit(queue, onceRequest(n))
      await pass(0)
      await mine(1)
    }
    expect(journal.lines.length).toBeLessThan(450)
    const again = submit(await open(), onceRequest(1))
    await pass(0)
    expect(again.outcome).toMatchObject({ kind: 'already-done' })
  })
})

describe('closing', () => {
  it('rejects what waits, stops every timer, and takes nothing more', async () => {
    const queue = await open()
    const work = submit(queue, onceRequest(1))
    await pass(0)
    await queue.close()
    await pass(0)
    expect(work.error).toMatchObject({ code: 'ABORTED' })
    expect(clock.sleeping).toBe(0)
    await expect(queue.submit(onceRequest(2), signal)).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('takes nothing before the journal was read', async () => {
    const queue = createTxQueue({
      chain: chain.port(),
      chainId: 1,
      signer: modelSigner,
      journal,
      clock,
      log: silentLog,
      policy
    })
    await expect(queue.submit(onceRequest(1), signal)).rejects.toMatchObject({ code: 'JOURNAL_NOT_RECONCILED' })
  })
})
