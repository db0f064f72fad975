import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { ModelChain, type ModelTx } from './testing/model-chain.ts'
import { modelSigner } from './testing/model-signer.ts'
import { onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, OperatorQueue } from './types.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 500n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 30_000,
  confirmations: 1
}
const { signal } = new AbortController()

let chain: ModelChain
let clock: ManualClock
const queues: OperatorQueue[] = []

beforeEach(() => {
  chain = new ModelChain()
  clock = new ManualClock(1_000_000)
})
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()))
})

type Host = { queue: OperatorQueue; journal: MemoryJournal }

/** One copy of the app with the key, with a journal of its own. */
async function host(journal = memoryJournal(), over: Partial<FeePolicy> = {}): Promise<Host> {
  const queue = createTxQueue({
    ...{ chain: chain.port(), chainId: 1, signer: modelSigner, journal, clock, log: silentLog },
    policy: { ...policy, ...over },
    exclusive: true
  })
  queues.push(queue)
  await queue.reconcile(signal)
  return { queue, journal }
}

const pass = (ms: number): Promise<void> => clock.advance(ms)
async function mine(blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    chain.mine()
    await pass(4_000)
  }
}

let foreign = 0
/** What a wallet or another validator program would send with the same key. */
function sendElsewhere(nonce: number, maxFeeWei = 100n * gwei): ModelTx {
  foreign += 1
  const hash: Hash = `0xf0${foreign.toString(16).padStart(62, '0')}`
  const tx: ModelTx = { nonce, data: word(1_000 + foreign), maxFeeWei, tipWei: 5n * gwei, raw: '0x', hash }
  chain.pool = [...chain.pool.filter((t) => t.nonce !== nonce), tx]
  return tx
}
const inBackground = (work: Promise<unknown>): void => void work.catch(() => {})
const types = ({ journal }: Host): string[] => journal.lines.map((line) => JSON.parse(line).type)
const pauseOf = ({ queue }: Host) => queue.paused()

describe('a transaction that this journal does not know', () => {
  it('pauses signing when it was mined before ours was signed, and names it', async () => {
    const one = await host()
    const { hash } = sendElsewhere(0)
    await mine(1)
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(20_000)
    expect(pauseOf(one)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 0, hash })
    expect(pauseOf(one)?.message).toContain(hash)
    expect(chain.everPublished).toEqual([])
    expect(types(one)).not.toContain('intent')
  })

  it('pauses signing when it waits in the pool', async () => {
    const one = await host()
    const { hash } = sendElsewhere(0)
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(20_000)
    expect(pauseOf(one)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 0, hash })
    expect(chain.everPublished).toEqual([])
  })

  it('pauses signing when nothing is to be signed, at the next look', async () => {
    const one = await host()
    sendElsewhere(0)
    await mine(1)
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    expect(pauseOf(one)).toMatchObject({ nonce: 0 })
  })

  it('does not pause for one answer of one node', async () => {
    const one = await host()
    chain.foreignPending = 1
    const looking = one.queue.lookForOthers(signal)
    await pass(500)
    chain.foreignPending = 0
    await pass(5_000)
    await looking
    expect(pauseOf(one)).toBeNull()
  })

  it('pauses while an own one with a lower nonce waits', async () => {
    const one = await host()
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(0)
    sendElsewhere(1)
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    expect(pauseOf(one)).toMatchObject({ nonce: 1 })
    await mine(2)
    expect(chain.canonical().map(({ tx }) => tx.data)).toContain(word(1))
  })

  it('is no news where the account was used before this journal began', async () => {
    sendElsewhere(0)
    chain.mine()
    const one = await host()
    const work = one.queue.submit(onceRequest(1), signal)
    await mine(2)
    expect(await work).toMatchObject({ kind: 'confirmed' })
    expect(pauseOf(one)).toBeNull()
  })
})

describe('a transaction in the place of an own one', () => {
  it('is not outbid when it was there first', async () => {
    const one = await host()
    inBackground(one.queue.submit(onceRequest(1), signal))
    chain.foreignPending = 0
    // It arrives between the look at the nonces and the publication.
    chain.refusals = Array.from({ length: 9 }, () => 'replacement transaction underpriced')
    await pass(30_000)
    expect(pauseOf(one)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 0 })
    expect(types(one).filter((type) => type === 'signed')).toHaveLength(1)
  })

  it('is not replaced in turn when it replaced ours', async () => {
    const one = await host()
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(0)
    const { hash } = sendElsewhere(0, 300n * gwei)
    await pass(60_000)
    expect(pauseOf(one)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 0, hash })
    expect(chain.pool).toMatchObject([{ hash }])
    expect(chain.everPublished).toHaveLength(1)
  })

  it('is told from an own one that was raised, taken over or dropped', async () => {
    const one = await host()
    const first = one.queue.submit(onceRequest(1), signal)
    await pass(70_000)
    const dispute = one.queue.submit(onceRequest(2, { lane: 'dispute' }), signal)
    await pass(40_000)
    chain.pool = []
    await pass(40_000)
    await mine(20)
    expect([(await first).kind, (await dispute).kind]).toEqual(['confirmed', 'confirmed'])
    expect(pauseOf(one)).toBeNull()
  })
})

describe('the pause', () => {
  it('outlives a restart, until somebody has looked', async () => {
    const one = await host()
    sendElsewhere(0)
    await mine(1)
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(20_000)
    await one.queue.close()
    const again = await host(one.journal)
    expect(pauseOf(again)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 0, sinceMs: expect.any(Number) })
    await again.queue.resumeSigning()
    const work = again.queue.submit(onceRequest(1), signal)
    await mine(2)
    expect(await work).toMatchObject({ kind: 'confirmed' })
    await again.queue.close()
    expect(pauseOf(await host(one.journal))).toBeNull()
  })

  it('outlives the compaction of the journal, and so does what was accepted', async () => {
    const one = await host()
    sendElsewhere(0)
    await mine(1)
    await one.queue.resumeSigning()
    for (let n = 0; n < 90; n++) {
      inBackground(one.queue.submit(onceRequest(n + 2), signal))
      await mine(10)
    }
    expect(one.journal.lines.length).toBeLessThan(400)
    sendElsewhere(chain.minedNonce)
    await mine(1)
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    await one.queue.close()
    expect(pauseOf(await host(one.journal))).toMatchObject({ nonce: 91 })
  })

  it('lets the accepted transaction go first, and takes its nonce when it is stuck', async () => {
    const one = await host()
    chain.foreignPending = 1
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    await one.queue.resumeSigning()
    inBackground(one.queue.submit(onceRequest(1), signal))
    await pass(100_000)
    expect(chain.everPublished).toEqual([])
    await pass(40_000)
    expect(chain.everPublished).toMatchObject([{ nonce: 0 }])
    expect(pauseOf(one)).toBeNull()
  })

  it('comes again with the next one', async () => {
    const one = await host()
    sendElsewhere(0)
    await mine(1)
    await one.queue.resumeSigning()
    sendElsewhere(1)
    await mine(1)
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    expect(pauseOf(one)).toMatchObject({ nonce: 1 })
  })

  it('is kept when the chain cannot be asked', async () => {
    const one = await host()
    sendElsewhere(0)
    await mine(1)
    const looking = one.queue.lookForOthers(signal)
    await pass(5_000)
    await looking
    chain.failNext = 2
    await expect(one.queue.resumeSigning()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' })
    expect(pauseOf(one)).not.toBeNull()
  })
})

describe('a restored back-up', () => {
  it('is older than the chain: named as that, and paused', async () => {
    const one = await host()
    const first = one.queue.submit(onceRequest(1), signal)
    await mine(12)
    await first
    const backUp = memoryJournal([...one.journal.lines])
    const second = one.queue.submit(onceRequest(2), signal)
    await mine(2)
    await second
    await one.queue.close()
    const restored = await host(backUp)
    const minedHash = chain.canonical()[1]?.tx.hash
    expect(pauseOf(restored)).toMatchObject({ code: 'FOREIGN_TRANSACTION', nonce: 1, hash: minedHash })
    expect(pauseOf(restored)?.message).toMatch(/sent by another copy, or before the back-up/)
    await restored.queue.resumeSigning()
    const third = restored.queue.submit(onceRequest(3), signal)
    await mine(2)
    expect(await third).toMatchObject({ kind: 'confirmed' })
  })
})

describe('two copies of the app with one key', () => {
  /** Different tips: two hosts ask different nodes. */
  const two = async (): Promise<[Host, Host]> => [
    await host(),
    await host(memoryJournal(), { minPriorityFeeWei: 2n * gwei })
  ]

  it('the second to come pauses before it sends anything', async () => {
    const [a, b] = await two()
    const first = a.queue.submit(onceRequest(1), signal)
    await pass(0)
    inBackground(b.queue.submit(onceRequest(1), signal))
    await pass(20_000)
    await mine(3)
    expect(await first).toMatchObject({ kind: 'confirmed' })
    expect([pauseOf(a)?.code, pauseOf(b)?.code]).toEqual([undefined, 'FOREIGN_TRANSACTION'])
    expect(chain.minedNonce).toBe(1)
    const more = a.queue.submit(onceRequest(2), signal)
    await mine(2)
    expect(await more).toMatchObject({ kind: 'confirmed' })
  })

  it('that sign in the same moment do not outbid each other', async () => {
    const [a, b] = await two()
    const works = [a.queue.submit(onceRequest(1), signal), b.queue.submit(onceRequest(1), signal)]
    for (const work of works) inBackground(work)
    await pass(120_000)
    const sent = [a, b].map((one) => types(one).filter((type) => type === 'published').length)
    expect(sent.filter((times) => times > 0)).toEqual([chain.everPublished.length])
    await mine(3)
    expect([a, b].filter((one) => pauseOf(one) !== null)).toHaveLength(1)
    expect(chain.minedNonce).toBe(1)
  })

  it('that want different things send one transaction at most before one of them pauses', async () => {
    const [a, b] = await two()
    inBackground(a.queue.submit(onceRequest(1), signal))
    await mine(3)
    inBackground(b.queue.submit(onceRequest(2), signal))
    await pass(20_000)
    inBackground(a.queue.submit(onceRequest(3), signal))
    await mine(3)
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(1), word(3)])
    expect([pauseOf(a)?.code, pauseOf(b)?.code]).toEqual([undefined, 'FOREIGN_TRANSACTION'])
  })
})
