import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { type Anvil, startAnvil } from '../../practice/anvil.ts'
import { createKeySigner } from '../../store/signers/create-key-signer.ts'
import { createRpcPool } from '../chain/rpc-pool.ts'
import type { RpcPool } from '../chain/types.ts'
import { systemClock } from '../runtime/clock.ts'
import { createRpcTxChain } from './rpc-tx-chain.ts'
import { type MemoryJournal, memoryJournal } from './testing/memory-journal.ts'
import { onceAddress, onceCode, onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, TxQueue } from './types.ts'

const gwei = 1_000_000_000n
const ether = 10n ** 18n
const signal = new AbortController().signal
const signer = createKeySigner(new Secret<Hex>(`0x${'11'.repeat(32)}`))
const stranger = createKeySigner(new Secret<Hex>(`0x${'22'.repeat(32)}`))
const policy: FeePolicy = {
  maxFeePerGasCapWei: 200n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 60_000,
  confirmations: 1
}

let anvil: Anvil
let pool: RpcPool
let snapshot: string
let journal: MemoryJournal
const queues: TxQueue[] = []

beforeAll(async () => {
  anvil = await startAnvil({ chainId: 900, timestampSec: 1_700_000_000, keptStates: 64 })
  pool = createRpcPool({
    role: 'l1',
    urls: [anvil.httpUrl],
    clock: systemClock,
    log: silentLog,
    defaultTimeoutMs: 5_000
  })
  await anvil.rpc('anvil_setBalance', [signer.address, `0x${ether.toString(16)}`])
  await anvil.rpc('anvil_setCode', [onceAddress, onceCode])
  await mine(3)
})
afterAll(async () => {
  pool?.close()
  await anvil?.stop()
})
beforeEach(async () => {
  snapshot = await anvil.rpc('evm_snapshot')
  journal = memoryJournal()
})
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()))
  await anvil.rpc('evm_revert', [snapshot])
  await anvil.rpc('anvil_dropAllTransactions')
})

async function openQueue(over: Partial<FeePolicy> = {}, key = signer): Promise<TxQueue> {
  const chain = createRpcTxChain({ pool, account: key.address })
  const own = { chainId: 900, signer: key, journal, clock: systemClock, log: silentLog, pollMs: 40 }
  const queue = createTxQueue({ ...own, chain, policy: { ...policy, ...over } })
  queues.push(queue)
  await queue.reconcile(signal)
  return queue
}

const mine = async (blocks = 1): Promise<void> => {
  for (let i = 0; i < blocks; i++) await anvil.rpc('evm_mine')
}
const written = async (n: number): Promise<boolean> =>
  (await anvil.rpc<Hex>('eth_getStorageAt', [onceAddress, word(n), 'latest'])) === word(1)
const nonce = async (): Promise<number> =>
  Number(await anvil.rpc<Hex>('eth_getTransactionCount', [signer.address, 'latest']))

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not come to pass')
}
type PoolContent = { pending: Record<string, Record<string, { hash: Hash }>> }
const waiting = async (): Promise<Hash[]> => {
  const { pending } = await anvil.rpc<PoolContent>('txpool_content')
  return Object.values(pending).flatMap((byNonce) => Object.values(byNonce).map((tx) => tx.hash))
}
const inPool = async (hash: Hash | undefined): Promise<boolean> => (await waiting()).includes(hash ?? '0x')

/** Mines whenever something waits, until the work is done. */
async function withMining<T>(work: Promise<T>): Promise<T> {
  let over = false
  const done = work.finally(() => {
    over = true
  })
  while (!over) {
    await mine()
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return done
}

describe('the queue on a chain', () => {
  it('submits once, with the gas and the access list asked for', async () => {
    const queue = await openQueue()
    const outcome = await withMining(queue.submit(onceRequest(1), signal))
    expect(outcome).toMatchObject({ kind: 'confirmed' })
    expect(await written(1)).toBe(true)
    const hash = outcome.kind === 'confirmed' ? outcome.hash : '0x'
    const tx = await anvil.rpc<{ accessList: unknown[]; gas: Hex; maxPriorityFeePerGas: Hex }>(
      'eth_getTransactionByHash',
      [hash]
    )
    expect(tx.accessList).toEqual([{ address: onceAddress, storageKeys: expect.arrayContaining([word(0), word(1)]) }])
    expect(BigInt(tx.gas)).toBeGreaterThan(50_000n + 40_000n)
    expect(BigInt(tx.maxPriorityFeePerGas)).toBeGreaterThanOrEqual(gwei)
    expect(await queue.submit(onceRequest(1), signal)).toEqual({ kind: 'already-done', hash })
  })

  it('does not sign what would revert', async () => {
    const queue = await openQueue()
    await withMining(queue.submit(onceRequest(1), signal))
    const again = await queue.submit(onceRequest(1, { purpose: 'write:again' }), signal)
    expect(again).toMatchObject({ kind: 'not-sent', code: 'CONTRACT_REVERT' })
    expect(await nonce()).toBe(1)
  })

  it('replaces a stuck transaction with both fees raised, at the same nonce', async () => {
    const queue = await openQueue({ resendAfterMs: 150 })
    const work = queue.submit(onceRequest(1), signal)
    await until(() => (queue.pending()[0]?.attempts ?? 0) >= 3)
    expect(await waiting()).toHaveLength(1)
    const [first, second] = journal.lines.map((line) => JSON.parse(line)).filter((r) => r.type === 'signed')
    expect(BigInt(second.maxFeeWei) * 100n).toBeGreaterThanOrEqual(BigInt(first.maxFeeWei) * 110n)
    expect(BigInt(second.tipWei) * 100n).toBeGreaterThanOrEqual(BigInt(first.tipWei) * 110n)
    expect(await withMining(work)).toMatchObject({ kind: 'confirmed' })
    expect(await nonce()).toBe(1)
  })

  it('stays at the operator cap, says so, and is mined when the base fee comes down', async () => {
    await anvil.rpc('anvil_setNextBlockBaseFeePerGas', [`0x${(3n * gwei).toString(16)}`])
    await mine()
    const queue = await openQueue({ resendAfterMs: 100, maxFeePerGasCapWei: 4n * gwei })
    const work = queue.submit(onceRequest(1), signal)
    await until(() => queue.pending()[0]?.atFeeCap === true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const signed = journal.lines.map((line) => JSON.parse(line)).filter((r) => r.type === 'signed')
    expect(signed.every((r) => BigInt(r.maxFeeWei) <= 4n * gwei)).toBe(true)
    expect(await withMining(work)).toMatchObject({ kind: 'confirmed' })
  })

  it('publishes again what the nodes dropped', async () => {
    const queue = await openQueue({ resendAfterMs: 200 })
    const work = queue.submit(onceRequest(1), signal)
    await until(() => queue.pending().length === 1)
    await anvil.rpc('anvil_dropAllTransactions')
    expect(await withMining(work)).toMatchObject({ kind: 'confirmed' })
    expect(await nonce()).toBe(1)
  })

  it('sends a reorged-out transaction again as it was', async () => {
    const queue = await openQueue()
    const outcome = await withMining(queue.submit(onceRequest(1), signal))
    const hash = outcome.kind === 'confirmed' ? outcome.hash : '0x'
    const receipt = await anvil.rpc<{ blockNumber: Hex }>('eth_getTransactionReceipt', [hash])
    const head = Number(await anvil.rpc<Hex>('eth_blockNumber'))
    await anvil.rpc('anvil_reorg', [head - Number(receipt.blockNumber) + 1, []])
    await anvil.rpc('anvil_dropAllTransactions')
    expect(await written(1)).toBe(false)
    await until(() => inPool(hash))
    await mine()
    expect(await written(1)).toBe(true)
    expect(await nonce()).toBe(1)
  })

  it('lets a dispute take the nonce of a stuck submission, then sends the submission', async () => {
    const queue = await openQueue({ resendAfterMs: 300 })
    const submission = queue.submit(onceRequest(1), signal)
    await until(() => queue.pending().length === 1)
    const dispute = queue.submit(onceRequest(2, { purpose: 'bisect:1', lane: 'dispute' }), signal)
    await until(() => queue.pending()[0]?.purpose === 'bisect:1')
    expect(await waiting()).toHaveLength(1)
    const [first, second] = await withMining(Promise.all([dispute, submission]))
    expect(first).toMatchObject({ kind: 'confirmed' })
    expect(second).toMatchObject({ kind: 'confirmed' })
    expect([await written(1), await written(2), await nonce()]).toEqual([true, true, 2])
  })

  it('gives up a pending transaction that is no longer wanted; the next request takes its nonce', async () => {
    const queue = await openQueue({ resendAfterMs: 150 })
    let wanted = true
    const recheck = async (): Promise<void> => {
      if (!wanted) throw new AppError({ code: 'ROUND_OVER' }, { message: 'Somebody else submitted.' })
    }
    const first = queue.submit(onceRequest(1, { recheck }), signal)
    await until(() => queue.pending().length === 1)
    wanted = false
    expect(await first).toMatchObject({ kind: 'given-up', code: 'ROUND_OVER' })
    const second = queue.submit(onceRequest(2), signal)
    await until(() => queue.pending()[0]?.purpose === 'write:2')
    expect(await withMining(second)).toMatchObject({ kind: 'confirmed' })
    expect([await written(1), await written(2), await nonce()]).toEqual([false, true, 1])
  })

  it('stops signing when somebody else uses the nonce', async () => {
    const queue = await openQueue()
    const work = queue.submit(onceRequest(1), signal)
    await until(() => queue.pending().length === 1)
    await anvil.rpc('anvil_dropAllTransactions')
    await anvil.rpc('anvil_impersonateAccount', [signer.address])
    await anvil.rpc('eth_sendTransaction', [{ from: signer.address, to: stranger.address, value: '0x1' }])
    await mine()
    await expect(work).rejects.toMatchObject({ code: 'NONCE_CONFLICT' })
    expect(queue.paused()).toMatchObject({ code: 'NONCE_CONFLICT', nonce: 0 })
    const next = queue.submit(onceRequest(2), signal)
    await queue.resumeSigning()
    expect(await withMining(next)).toMatchObject({ kind: 'confirmed' })
  })

  it('says so when the account cannot pay', async () => {
    const queue = await openQueue({}, stranger)
    expect(await queue.submit(onceRequest(1), signal)).toMatchObject({ kind: 'not-sent', code: 'INSUFFICIENT_FUNDS' })
  })
})
