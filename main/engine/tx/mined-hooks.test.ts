import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { ModelChain } from './testing/model-chain.ts'
import { modelSigner } from './testing/model-signer.ts'
import { onceRequest } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { createTxQueue } from './tx-queue.ts'
import type { TxQueue, TxRequest } from './types.ts'

const gwei = 1_000_000_000n
const { signal } = new AbortController()

let chain: ModelChain
let clock: ManualClock
let journal: MemoryJournal
/** What the account of gas would hold: purpose by hash. */
let paid: Map<string, string>
const queues: TxQueue[] = []

beforeEach(() => {
  chain = new ModelChain()
  clock = new ManualClock(1_000_000)
  journal = memoryJournal()
  paid = new Map()
})
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()))
})

async function open(): Promise<TxQueue> {
  const queue = createTxQueue({
    ...{ chainId: 1, signer: modelSigner, journal, clock, log: silentLog, chain: chain.port() },
    policy: {
      ...{ maxFeePerGasCapWei: 500n * gwei, minPriorityFeeWei: gwei, bumpPercent: 15n, resendAfterMs: 30_000 },
      confirmations: 1
    },
    onMined: ({ hash, purpose, feeWei }) => {
      expect(feeWei).toBeGreaterThan(0n)
      paid.set(hash, purpose)
    },
    onUnmined: (hash) => void paid.delete(hash)
  })
  queues.push(queue)
  await queue.reconcile(signal)
  return queue
}

const pass = (ms: number): Promise<void> => clock.advance(ms)
async function send(queue: TxQueue, request: TxRequest): Promise<void> {
  queue.submit(request, signal).catch(() => {})
  await pass(0)
}
async function mine(blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    chain.mine()
    await pass(4_000)
  }
}
const onChain = (): string[] => chain.canonical().map(({ tx }) => tx.hash)

describe('what mined transactions cost', () => {
  it('is told of one that was confirmed and of one that reverted, and again after a restart', async () => {
    const queue = await open()
    await send(queue, onceRequest(1))
    await mine(1)
    await send(queue, onceRequest(2))
    const [ours] = chain.pool
    if (!ours) throw new Error('nothing was published')
    chain.blocks.push({ hash: '0xbb', txs: [{ tx: ours, success: false }] })
    chain.pool = []
    await pass(4_000)
    expect([...paid.values()]).toEqual(['write:1', 'write:2'])
    const before = new Map(paid)
    await queue.close()
    paid.clear()
    await open()
    await mine(1)
    expect(paid).toEqual(before)
  })

  it('is taken back when a reorg undoes it, and told when it is mined again', async () => {
    await send(await open(), onceRequest(1))
    await mine(1)
    expect(paid.size).toBe(1)
    chain.reorg(1, 'gone')
    await pass(12_000)
    expect(paid.size).toBe(0)
    await mine(3)
    expect([...paid.keys()]).toEqual(onChain())
  })

  it('goes over to the other transaction where a reorg mines that one instead', async () => {
    const queue = await open()
    await send(queue, onceRequest(1))
    await send(queue, onceRequest(2, { lane: 'dispute' }))
    await pass(20_000)
    await mine(1)
    expect([...paid.values()]).toEqual(['write:2'])
    chain.reorg(1, 'other')
    await pass(12_000)
    expect([...paid.values()]).toEqual(['write:1'])
    expect([...paid.keys()]).toEqual(onChain())
  })

  it('has what only used a nonce up among it', async () => {
    const queue = await open()
    await send(queue, onceRequest(1))
    await mine(1)
    await send(queue, onceRequest(2))
    chain.reorg(1, 'gone')
    chain.forbidden.add(onceRequest(1).data)
    await pass(60_000)
    await mine(2)
    expect([...paid.keys()].toSorted()).toEqual(onChain().toSorted())
    expect([...paid.values()].some((purpose) => purpose.startsWith('fill-nonce'))).toBe(true)
  })
})
