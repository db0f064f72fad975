import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recomputeOutputRoot } from '../engine/chain/output-root.ts'
import { createRollupClient } from '../engine/chain/rollup-client.ts'
import { createRpcPool } from '../engine/chain/rpc-pool.ts'
import type { Logger } from '../engine/ports.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { sendAllOwn } from './l1-transactions.ts'
import { type PracticeNetwork, startPracticeNetwork } from './network.ts'
import { practiceParams } from './params.ts'
import type { PracticeValidator } from './practice-accounts.ts'
import { type ProtocolReader, protocolReader } from './read-contract.ts'
import { submission } from './set-up-protocol.ts'

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n
const never = new AbortController().signal
const isUp = (url: string): Promise<boolean> =>
  fetch(url, { method: 'POST', body: '{}' }).then(
    () => true,
    () => false
  )

describe('startPracticeNetwork, made by hand', () => {
  let network: PracticeNetwork
  let read: ProtocolReader
  let rollup: ReturnType<typeof createRollupClient>
  const pool = (role: 'rollup' | 'l2', url: string) =>
    createRpcPool({ role, urls: [url], clock: systemClock, log, defaultTimeoutMs: 5_000 })

  beforeAll(async () => {
    network = await startPracticeNetwork({ seed: 7, mining: 'manual', log, signal: never })
    read = protocolReader(network)
    rollup = createRollupClient({ pool: pool('rollup', network.rollupUrl) })
  })
  afterAll(() => network?.stop())

  async function submitAs(from: PracticeValidator): Promise<void> {
    const l2BlockNumber = await read.oracle('nextBlockNumber')
    const { outputRoot, syncStatus } = await rollup.outputAtBlock(l2BlockNumber)
    const oracle = network.addresses.L2OutputOracle
    const transaction = submission({ from, oracle, outputRoot, l2BlockNumber, l1Block: syncStatus.currentL1 })
    await sendAllOwn({ l1: network.l1.rpc, transactions: [transaction], mine: () => network.mine() })
  }
  const untilDue = async (): Promise<void> =>
    network.warp(Math.max(1, Number(await read.oracle('nextOutputMinL2Timestamp')) - network.nowSec()))

  it('has three active validators, of which the operator is next', async () => {
    const { operator, bots, delegator, rewardVault } = network.accounts
    for (const { address, withdrawAccount } of [operator, ...bots]) {
      expect(await read.manager('getStatus', address)).toBe(5)
      expect(await read.assets('totalValidatorKro', address)).toBe(kro(100_000))
      expect(await read.assets('getWithdrawAccount', address)).toBe(withdrawAccount.address)
      expect(await read.manager('getCommissionRate', address)).toBe(10)
    }
    expect(await read.manager('getWeight', operator.address)).toBe(kro(120_000))
    expect(await read.kro('balanceOf', delegator.address)).toBe(kro(30_000))
    expect(await read.kro('allowance', rewardVault.address, network.addresses.AssetManager)).toBeGreaterThan(
      kro(10 ** 9)
    )
    expect(await read.oracle('nextOutputIndex')).toBe(2n)
    expect(await read.manager('nextValidator')).toBe(operator.address)
    const due = Number(await read.oracle('nextOutputMinL2Timestamp'))
    expect(due - network.nowSec()).toBeLessThan(60)
    expect(due).toBeGreaterThan(network.nowSec())
  })

  it('has an output 1 with the real root, from the trusted validator', async () => {
    const output = await read.oracle('getL2Output', 1n)
    const l2Pool = pool('l2', network.l2.httpUrl)
    expect(output).toMatchObject({
      submitter: await read.manager('TRUSTED_VALIDATOR'),
      l2BlockNumber: BigInt(practiceParams.submissionInterval),
      outputRoot: await recomputeOutputRoot({ l2Pool, l2BlockNumber: output.l2BlockNumber, preMpt: true })
    })
    l2Pool.close()
  })

  it('accepts outputs from whom the steered draws name', async () => {
    const { operator, bots } = network.accounts
    const [first, second] = bots
    if (!first || !second) throw new Error('three validators wanted')
    const order = [operator, second, first, first, operator]
    network.steerDraws((index) => order[Number(index) - 2]?.address ?? null)
    for (const validator of order) {
      await untilDue()
      expect(await read.manager('nextValidator')).toBe(validator.address)
      await submitAs(validator)
    }
    expect(await read.oracle('nextOutputIndex')).toBe(7n)
    expect(await read.assets('totalValidatorKroBonded', first.address)).toBe(3n * kro(5_000))
    network.steerDraws(null)
  })

  it('goes back with a snapshot, on both chains and in time', async () => {
    const before = [network.nowSec(), await network.l1.rpc('eth_blockNumber'), await network.l2.rpc('eth_blockNumber')]
    const snapshot = await network.snapshot()
    await network.warp(500)
    expect(await network.l2.rpc('eth_blockNumber')).not.toBe(before[2])
    await network.revert(snapshot)
    expect([
      network.nowSec(),
      await network.l1.rpc('eth_blockNumber'),
      await network.l2.rpc('eth_blockNumber')
    ]).toEqual(before)
    await network.mine(2)
    const head = await network.l1.rpc<{ timestamp: string }>('eth_getBlockByNumber', ['latest', false])
    expect(Number(head.timestamp)).toBe(network.nowSec())
  })

  it('has a second rollup node that lies, beside one that does not', async () => {
    const lie = `0x${'cd'.repeat(32)}` as const
    const { url } = await network.addRollupNode({ overrideRoot: (number) => (number > 40n ? lie : null) })
    const lying = createRollupClient({ pool: pool('rollup', url) })
    const roots = async (number: bigint) =>
      (await Promise.all([rollup, lying].map((node) => node.outputAtBlock(number)))).map(({ outputRoot }) => outputRoot)
    const [honest, lied] = await roots(41n)
    expect([honest === lie, lied]).toEqual([false, lie])
    const [same, asWell] = await roots(40n)
    expect(same).toBe(asWell)
  })

  it('holds the base fee where it is told to', async () => {
    network.setBaseFee(77n * 10n ** 9n)
    await network.mine()
    const fee = async (): Promise<bigint> =>
      BigInt((await network.l1.rpc<{ baseFeePerGas: string }>('eth_getBlockByNumber', ['latest', false])).baseFeePerGas)
    expect(await fee()).toBe(77n * 10n ** 9n)
    network.setBaseFee(null)
    await network.mine()
    expect(await fee()).toBeLessThan(21n * 10n ** 9n)
  })
})

describe('startPracticeNetwork, by the clock', () => {
  it('has a block every second, jumps when told to, and leaves nothing behind', async () => {
    const network = await startPracticeNetwork({ seed: 1, log, signal: never })
    const head = async () => {
      const block = await network.l1.rpc<{ number: string; timestamp: string }>('eth_getBlockByNumber', [
        'latest',
        false
      ])
      return { number: Number(block.number), atSec: Number(block.timestamp) }
    }
    const first = await head()
    await expect.poll(async () => (await head()).number, { timeout: 10_000 }).toBeGreaterThan(first.number + 2)
    expect(Math.abs((await head()).atSec - Date.now() / 1000)).toBeLessThan(3)
    await network.warp(1_000)
    expect((await head()).atSec - Date.now() / 1000).toBeGreaterThan(990)
    const l2 = await network.l2.rpc<{ timestamp: string }>('eth_getBlockByNumber', ['latest', false])
    expect((await head()).atSec - Number(l2.timestamp)).toBeLessThanOrEqual(1)

    await network.stop()
    expect(await network.ended).toBeNull()
    const urls = [network.l1.httpUrl, network.l2.httpUrl, network.rollupUrl]
    expect(await Promise.all(urls.map(isUp))).toEqual([false, false, false])
  })

  it('has the real proportions when asked for', async () => {
    const network = await startPracticeNetwork({
      seed: 1,
      preset: 'mainnet-shape',
      mining: 'manual',
      log,
      signal: never
    })
    const read = protocolReader(network)
    expect([await read.oracle('SUBMISSION_INTERVAL'), await read.oracle('nextBlockNumber')]).toEqual([1_800n, 3_600n])
    const due = Number(await read.oracle('nextOutputMinL2Timestamp'))
    expect([due > network.nowSec(), due < network.nowSec() + 60]).toEqual([true, true])
    await network.warp(7 * 3_600)
    expect(BigInt(await network.l2.rpc<string>('eth_blockNumber'))).toBeGreaterThan(3_560n + 7n * 1_800n)
    await network.stop()
  })

  it('stops when its signal fires, while it starts or when it runs', async () => {
    const early = new AbortController()
    const starting = startPracticeNetwork({ seed: 1, log, signal: early.signal })
    setTimeout(() => early.abort(), 120)
    await expect(starting).rejects.toMatchObject({ code: 'ABORTED' })
    const late = new AbortController()
    const network = await startPracticeNetwork({ seed: 1, log, signal: late.signal })
    late.abort()
    expect(await network.ended).toBeNull()
    expect(await isUp(network.l1.httpUrl)).toBe(false)
  })

  it('says when a chain ends by itself', async () => {
    const network = await startPracticeNetwork({ seed: 1, log, signal: never })
    await network.l1.rpc('anvil_metadata')
    process.kill(network.pids[0] ?? 0, 'SIGKILL')
    expect(await network.ended).toMatchObject({ code: 'ANVIL_ENDED' })
    await network.stop()
  })
})
