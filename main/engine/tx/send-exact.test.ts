import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { memoryJournal } from './testing/memory-journal.ts'
import { ModelChain } from './testing/model-chain.ts'
import { modelSigner, readModelTx } from './testing/model-signer.ts'
import { onceRequest, word } from './testing/once-contract.ts'
import { silentLog } from './testing/silent-log.ts'
import { createTxQueue } from './tx-queue.ts'
import type { FeePolicy, OperatorQueue, TxOutcome, TxRequest } from './types.ts'

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
let journal: ReturnType<typeof memoryJournal>
let events: EngineEvent[]
let signatures: number
const queues: OperatorQueue[] = []

beforeEach(() => {
  chain = new ModelChain()
  clock = new ManualClock(1_000_000)
  journal = memoryJournal()
  events = []
  signatures = 0
})
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()))
})

/** `device`: each signature comes from outside, so nothing may be signed anew. */
async function open({ device = false } = {}): Promise<OperatorQueue> {
  const signer = {
    ...modelSigner,
    sign: (tx: Parameters<typeof modelSigner.sign>[0]) => {
      signatures += 1
      return modelSigner.sign(tx)
    }
  }
  const own = { chainId: 1, signer, journal, clock, log: silentLog, policy, ...(device && { signsAgain: false }) }
  const queue = createTxQueue({ ...own, chain: chain.port(), onEvent: (event) => void events.push(event) })
  queues.push(queue)
  await queue.reconcile(signal)
  return queue
}
const exact = (n: number, over: Partial<NonNullable<TxRequest['exact']>> = {}): TxRequest => {
  const { accessList: _, ...request } = onceRequest(n, { lane: 'operator', purpose: `act:${n}` })
  return { ...request, exact: { nonce: 0, gas: 90_000n, maxFeeWei: 30n * gwei, tipWei: 2n * gwei, ...over } }
}
type Watched = { outcome: TxOutcome | null }
function submit(queue: OperatorQueue, request: TxRequest, own = signal): Watched {
  const watched: Watched = { outcome: null }
  queue.submit(request, own).then(
    (outcome) => {
      watched.outcome = outcome
    },
    () => {}
  )
  return watched
}
async function mine(blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    chain.mine()
    await clock.advance(4_000)
  }
}
const published = () => [...new Map(chain.everPublished.map((tx) => [tx.hash, readModelTx(tx.raw)])).values()]

describe('a transaction that was fixed before', () => {
  it('is sent as it is, and again only as it is', async () => {
    const queue = await open()
    const work = submit(queue, exact(1))
    await clock.advance(0)
    await clock.advance(35_000)
    chain.pool = []
    await clock.advance(70_000)
    expect(chain.pool).toHaveLength(1)
    expect(signatures).toBe(1)
    expect(published()).toEqual([{ nonce: 0, data: word(1), maxFeeWei: 30n * gwei, tipWei: 2n * gwei }])
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
  })

  const changed = (change: Partial<Pick<ModelChain, 'foreignPending' | 'baseFeeWei' | 'balanceWei'>>) => () => {
    Object.assign(chain, change)
    return exact(1)
  }
  const refused: [string, string, () => TxRequest][] = [
    ['its nonce is not the next', 'NONCE_MOVED', () => exact(1, { nonce: 7 })],
    ['another program waits', 'FOREIGN_PENDING', changed({ foreignPending: 1 })],
    ['gas became dearer', 'FEE_TOO_LOW', changed({ baseFeeWei: 31n * gwei })],
    ['there is no ETH for it', 'INSUFFICIENT_FUNDS', changed({ balanceWei: 90_000n * 30n * gwei - 1n })],
    [
      'its conditions do not hold',
      'ACTION_NOT_POSSIBLE',
      () => ({ ...exact(1), recheck: () => Promise.reject(new AppError({ code: 'ACTION_NOT_POSSIBLE' })) })
    ]
  ]
  it.each(refused)('is not signed when %s', async (_, code, make) => {
    const queue = await open()
    const work = submit(queue, make())
    await clock.advance(0)
    expect(work.outcome).toMatchObject({ kind: 'not-sent', code })
    expect([signatures, chain.everPublished.length]).toEqual([0, 0])
  })

  it('is not signed when the contract would refuse it', async () => {
    const queue = await open()
    submit(queue, onceRequest(1))
    await clock.advance(0)
    await mine(1)
    const work = submit(queue, exact(1, { nonce: 1 }))
    await clock.advance(0)
    expect(work.outcome).toMatchObject({ kind: 'not-sent', code: 'CONTRACT_REVERT' })
    expect(signatures).toBe(1)
  })

  it('waits for the transaction before it, and is sent when that is mined', async () => {
    const queue = await open()
    submit(queue, onceRequest(1))
    await clock.advance(0)
    expect(await queue.outlook(signal)).toMatchObject({ nonce: 1, beats: null, foreignPending: 0 })
    const work = submit(queue, exact(2, { nonce: 1 }))
    await clock.advance(4_000)
    expect(signatures).toBe(1)
    await mine(1)
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
  })
})

describe('its place', () => {
  it('goes to a replacement with a tenth more, whoever of them is mined', async () => {
    const queue = await open()
    const first = submit(queue, exact(1))
    await clock.advance(0)
    expect(queue.waiting('act:1')).toEqual({ nonce: 0, fees: { maxFeeWei: 30n * gwei, tipWei: 2n * gwei } })
    const little = submit(queue, exact(2, { maxFeeWei: 33n * gwei, tipWei: (22n * gwei) / 10n - 1n }))
    await clock.advance(0)
    expect(little.outcome).toMatchObject({ kind: 'not-sent', code: 'UNDERPRICED' })
    const enough = submit(queue, exact(3, { maxFeeWei: 33n * gwei, tipWei: (22n * gwei) / 10n }))
    await clock.advance(0)
    expect(chain.pool.map(({ data }) => data)).toEqual([word(3)])
    await mine(1)
    expect(enough.outcome).toMatchObject({ kind: 'confirmed' })
    expect(first.outcome).toMatchObject({ kind: 'given-up', code: 'DISPLACED' })
    expect(queue.waiting('act:1')).toBeNull()
    expect(queue.minedHash('act:3')).toBe(chain.canonical()[0]?.tx.hash)
  })

  it('goes to the work of the validator once it blocks it, not before', async () => {
    const queue = await open()
    const act = submit(queue, exact(1))
    await clock.advance(0)
    const work = submit(queue, onceRequest(2))
    await clock.advance(11_000)
    expect(chain.pool.map(({ data }) => data)).toEqual([word(1)])
    await clock.advance(5_000)
    expect(chain.pool.map(({ data }) => data)).toEqual([word(2)])
    await mine(1)
    expect(work.outcome).toMatchObject({ kind: 'confirmed' })
    expect(act.outcome).toMatchObject({ kind: 'given-up', code: 'DISPLACED' })
    expect(chain.canonical().map(({ tx }) => tx.data)).toEqual([word(2)])
  })

  it('is not taken from the work of the validator by an action', async () => {
    const queue = await open()
    submit(queue, onceRequest(1))
    await clock.advance(0)
    const act = submit(queue, exact(2, { maxFeeWei: 400n * gwei, tipWei: 50n * gwei }))
    await clock.advance(25_000)
    expect(chain.pool.map(({ data }) => data)).toEqual([word(1)])
    await mine(1)
    expect(act.outcome).toMatchObject({ kind: 'not-sent', code: 'NONCE_MOVED' })
  })

  it.each([
    ['by the key at hand', false],
    ['by a device', true]
  ])('is never raised after a reorg, signed %s: it gives way once gas is dearer than it may pay', async (_, device) => {
    const queue = await open({ device })
    submit(queue, exact(1))
    await clock.advance(0)
    await mine(2)
    chain.reorg(2, 'gone')
    chain.baseFeeWei = 31n * gwei
    await clock.advance(120_000)
    expect(signatures).toBe(1)
    expect(events.filter((event) => event.type === 'tx.failed')).toMatchObject([{ code: 'TX_UNDONE' }])
    expect((await queue.outlook(signal)).nonce).toBe(0)
    const other = submit(queue, exact(2, { maxFeeWei: 50n * gwei, tipWei: 3n * gwei }))
    await clock.advance(31_000)
    await mine(2)
    expect(other.outcome).toMatchObject({ kind: 'confirmed' })
  })

  it('is kept for the same bytes after a reorg where signatures come from a device', async () => {
    const queue = await open({ device: true })
    submit(queue, exact(1))
    await clock.advance(0)
    await mine(2)
    chain.reorg(2, 'gone')
    await clock.advance(60_000)
    expect(signatures).toBe(1)
    expect(chain.pool.map(({ data }) => data)).toEqual([word(1)])
    await mine(2)
    expect(chain.canonical()).toHaveLength(1)
  })

  it('is only watched after a restart', async () => {
    const first = await open({ device: true })
    submit(first, exact(1))
    await clock.advance(0)
    await first.close()
    chain.pool = []
    const second = await open({ device: true })
    await clock.advance(120_000)
    expect(chain.pool).toEqual([])
    expect(second.waiting('act:1')).toMatchObject({ nonce: 0 })
    chain.comeBack(0)
    await mine(4)
    expect(second.minedHash('act:1')).toBe(chain.canonical()[0]?.tx.hash)
    expect(events.filter((e) => e.type === 'tx.confirmed')).toHaveLength(1)
  })
})

describe('reconciling', () => {
  it('is done once, however many ask at the same time', async () => {
    const queue = createTxQueue({
      chainId: 1,
      signer: modelSigner,
      journal,
      clock,
      log: silentLog,
      policy,
      chain: chain.port()
    })
    queues.push(queue)
    await Promise.all([queue.reconcile(signal), queue.reconcile(signal), queue.reconcile(signal)])
    expect(journal.lines).toHaveLength(1)
  })
})
