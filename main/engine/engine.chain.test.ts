import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/config.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import { Secret } from '../../shared/secret.ts'
import { createMemoryJournal } from '../practice/memory-journal.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../practice/network.ts'
import type { PracticeValidator } from '../practice/practice-accounts.ts'
import { practicePlace } from '../practice/practice-place.ts'
import { type ProtocolReader, protocolReader } from '../practice/read-contract.ts'
import { practiceEngineConfig } from '../store/engine-config.ts'
import { createKeySigner } from '../store/signers/create-key-signer.ts'
import { recomputeOutputRoot } from './chain/output-root.ts'
import { startLocalHttp } from './chain/testing/local-http.ts'
import { connectParts } from './connect-parts.ts'
import { createEngine, type Engine, type EngineKey } from './engine.ts'
import type { EngineConfig } from './engine-config.ts'
import type { EngineParts } from './engine-parts.ts'
import { createMemoryHistory } from './outputs/testing/memory-history.ts'
import type { Logger } from './ports.ts'
import { type Clock, systemClock } from './runtime/clock.ts'

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const never = new AbortController().signal

/** The system's clock that knows how many wait on it. */
function countingClock(): Clock & { sleeping: number } {
  const clock = {
    sleeping: 0,
    now: systemClock.now,
    sleep: (ms: number, signal: AbortSignal) => {
      clock.sleeping += 1
      return systemClock.sleep(ms, signal).finally(() => {
        clock.sleeping -= 1
      })
    }
  }
  return clock
}

async function until<T>(
  what: string,
  ask: () => T | null | false | undefined | Promise<T | null | false | undefined>
): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const answer = await ask()
    if (answer) return answer
    await systemClock.sleep(100, never)
  }
  throw new Error(`not within 30 s: ${what}`)
}

describe('the engine on the practice network', () => {
  let network: PracticeNetwork
  let read: ProtocolReader
  const lie: { aboutBlock: bigint | null } = { aboutBlock: null }
  beforeAll(async () => {
    const overrideRoot = (block: bigint) => (block === lie.aboutBlock ? (`0x${'66'.repeat(32)}` as const) : null)
    network = await startPracticeNetwork({ seed: 11, log, signal: never, overrideRoot })
    read = protocolReader(network)
  })
  afterAll(() => network?.stop())

  type Over = {
    roles?: Partial<EngineConfig['roles']>
    addresses?: Partial<EngineConfig['network']['addresses']>
    l1ChainId?: number
    l1?: string[]
    tipWei?: bigint
  }
  const configOf = ({ roles, addresses, l1ChainId, l1, tipWei }: Over): EngineConfig => {
    const parsed = configSchema.parse({ network: 'practice' })
    if (parsed.network !== 'practice') throw new Error('practice')
    const config = practiceEngineConfig(parsed, practicePlace(network))
    return {
      ...config,
      rpc: { ...config.rpc, ...(l1 && { l1 }) },
      roles: { ...config.roles, ...roles },
      fees: { ...config.fees, ...(tipWei && { minPriorityFeeWei: tipWei }) },
      network: {
        ...config.network,
        l1ChainId: l1ChainId ?? config.network.l1ChainId,
        addresses: { ...config.network.addresses, ...addresses }
      }
    }
  }
  const keyOf = (validator: PracticeValidator): EngineKey => ({
    kind: 'signer',
    signer: createKeySigner(validator.privateKey)
  })

  /** What outlives an engine: the data folder's contents. */
  const newFolder = () => ({ journal: createMemoryJournal(), history: createMemoryHistory() })

  function launch(over: Over & { key?: EngineKey; folder?: ReturnType<typeof newFolder> } = {}) {
    const clock = countingClock()
    const events: StampedEvent[] = []
    const seen: { parts?: EngineParts } = {}
    const key = over.key ?? keyOf(network.accounts.operator)
    const engine: Engine = createEngine({
      config: configOf(over),
      ports: { clock, log, key, ...(over.folder ?? newFolder()) },
      connect: (input) => {
        seen.parts = connectParts(input)
        return seen.parts
      }
    })
    engine.onEvent((event) => events.push(event))
    const abort = new AbortController()
    const ready = Promise.withResolvers<void>()
    const done = engine.run({ signal: abort.signal, ready: ready.resolve })
    done.catch(ready.reject)
    const stop = async (): Promise<void> => {
      abort.abort()
      await done
    }
    return { engine, events, clock, seen, ready: ready.promise, done, stop }
  }

  const warpToDue = async (extraSec: number): Promise<void> =>
    network.warp(Math.max(1, Number(await read.oracle('nextOutputMinL2Timestamp')) + extraSec - network.nowSec()))

  async function outputSubmitted(index: bigint): Promise<void> {
    await until(`output ${index} submitted`, async () => (await read.oracle('nextOutputIndex')) > index)
  }

  it('submits three outputs in its priority rounds with few requests, then stops without a trace', async () => {
    network.steerDraws(() => network.accounts.operator.address)
    const folder = newFolder()
    const run = launch({ folder })
    await run.ready
    const stateBefore = run.seen.parts?.l1.meter().state ?? 0
    for (const index of [2n, 3n, 4n]) {
      await warpToDue(2 * network.params.l2BlockTime)
      await outputSubmitted(index)
    }
    await until('rows judged', () =>
      run.engine
        .snapshot()
        .outputs.slice(0, 3)
        .every((o) => o.verdict === 'valid' && o.feeWei)
    )

    const { l2 } = network
    const pool = run.seen.parts?.l2
    if (!pool) throw new Error('no L2')
    for (const row of run.engine.snapshot().outputs.slice(0, 3)) {
      expect(row.mine).toBe(true)
      const onChain = await read.oracle('getL2Output', row.index)
      expect(onChain.submitter).toBe(network.accounts.operator.address)
      expect(onChain.outputRoot).toBe(
        await recomputeOutputRoot({ l2Pool: pool, l2BlockNumber: row.l2BlockNumber, preMpt: true })
      )
      expect(BigInt(await l2.rpc('eth_blockNumber', []))).toBeGreaterThan(row.l2BlockNumber)
    }
    const submitted = run.events.filter((e) => e.type === 'output.submitted')
    expect(submitted.map((e) => e.type === 'output.submitted' && e.outputIndex)).toEqual([2n, 3n, 4n])
    expect(run.events.filter((e) => e.type === 'tx.published')).toHaveLength(3)
    expect((run.seen.parts?.l1.meter().state ?? 0) - stateBefore).toBeLessThanOrEqual(3 * 5)

    await run.stop()
    expect(run.clock.sleeping).toBe(0)
    expect(run.engine.snapshot()).toMatchObject({ state: 'stopped', stateReason: null })
    expect(run.engine.snapshot().outputs).toHaveLength(4)

    const again = launch({ folder })
    await again.ready
    await until('a first look', () => again.engine.snapshot().next)
    expect(again.engine.snapshot().outputs.map((o) => o.index)).toEqual([4n, 3n, 2n, 1n])
    expect(again.events.filter((e) => e.type === 'output.submitted')).toEqual([])
    await again.stop()
    expect(await read.oracle('nextOutputIndex')).toBe(5n)
  })

  it('leaves a priority round that it may not take, counts the miss, and takes the public round of another where allowed', async () => {
    const [other] = network.accounts.bots
    if (!other) throw new Error('no other validator')
    const watcher = launch({ roles: { submitter: false } })
    const taker = launch({ key: keyOf(other), roles: { publicRound: true } })
    await Promise.all([watcher.ready, taker.ready])
    await until('the first look', () => watcher.engine.snapshot().next && taker.engine.snapshot().next)
    expect(watcher.engine.snapshot().next).toMatchObject({ kind: 'wait', reason: 'ROLE_OFF' })
    expect(taker.engine.snapshot().next).toMatchObject({ kind: 'wait', reason: 'OTHERS_PRIORITY_ROUND' })
    await warpToDue(network.params.roundDuration + 1)
    await outputSubmitted(5n)
    const missed = await until('the miss', () => watcher.events.find((e) => e.type === 'round.missed'))
    expect(missed).toMatchObject({ outputIndex: 5n, missed: 1 })
    expect(watcher.engine.snapshot().totals.missedRounds).toBe(1)
    expect(taker.events.find((e) => e.type === 'round.mine')).toMatchObject({ round: 'public', outputIndex: 5n })
    await Promise.all([watcher.stop(), taker.stop()])
    expect(watcher.clock.sleeping + taker.clock.sleeping).toBe(0)
  })

  it('submits nothing while its rollup node and its L2 node disagree, and says so', async () => {
    const index = await read.oracle('nextOutputIndex')
    lie.aboutBlock = await read.oracle('nextBlockNumber')
    const run = launch()
    await run.ready
    await warpToDue(2 * network.params.l2BlockTime)
    await until('the disagreement', () => {
      const { next, health, state } = run.engine.snapshot()
      const raised = health.some((item) => item.code === 'SOURCES_DISAGREE' && item.severity === 'critical')
      return next?.kind === 'wait' && next.reason === 'SOURCES_DISAGREE' && raised && state === 'degraded'
    })
    const told = run.engine.snapshot().health.filter(({ code }) => code === 'SOURCES_DISAGREE')
    expect(told).toMatchObject([{ message: expect.stringContaining(`${network.rollupUrl} says 0x6666`) }])
    expect(await read.oracle('nextOutputIndex')).toBe(index)
    expect(run.events.filter((e) => e.type === 'tx.published')).toEqual([])
    lie.aboutBlock = null
    await network.warp(31)
    await outputSubmitted(index)
    await until('all well', () => run.engine.snapshot().state === 'running')
    await run.stop()
  })

  it('makes up for a reorganisation that took its submission back, over HTTP alone', async () => {
    const index = await read.oracle('nextOutputIndex')
    const run = launch({ l1: [network.l1.httpUrl] })
    await run.ready
    await warpToDue(2 * network.params.l2BlockTime)
    await outputSubmitted(index)
    const row = await until('the row', () => run.engine.snapshot().outputs.find((o) => o.index === index))
    const head = BigInt(await network.l1.rpc('eth_blockNumber', []))
    await network.l1.rpc('anvil_reorg', [Number(head - row.l1BlockNumber) + 1, []])
    expect(await read.oracle('nextOutputIndex')).toBe(index)
    await outputSubmitted(index)
    await until('the row of the new block', () => {
      const now = run.engine.snapshot().outputs.find((o) => o.index === index)
      return now && now.l1BlockNumber > row.l1BlockNumber && now.verdict === 'valid' && now.feeWei
    })
    expect((await read.oracle('getL2Output', index)).submitter).toBe(network.accounts.operator.address)
    await run.stop()
    expect(run.clock.sleeping).toBe(0)
  })

  it('notices a second host with the same key: one transaction, one of them pauses, nobody is outbid', async () => {
    const { address } = network.accounts.operator
    const nonce = async () => Number(await network.l1.rpc('eth_getTransactionCount', [address, 'latest']))
    const before = await nonce()
    const index = await read.oracle('nextOutputIndex')
    // Tips differ, or both would sign the very same bytes, which are one transaction.
    const hosts = [launch(), launch({ tipWei: 3_000_000_000n })]
    await Promise.all(hosts.map((host) => host.ready))
    await warpToDue(2 * network.params.l2BlockTime)
    await outputSubmitted(index)
    const pausedHosts = () => hosts.filter(({ engine }) => engine.snapshot().guard.pause !== null)
    const [paused] = await until('one of them pauses', () => pausedHosts().length > 0 && pausedHosts())
    expect(pausedHosts()).toHaveLength(1)
    const sender = hosts.find((host) => host !== paused)
    const pause = paused?.engine.snapshot().guard.pause
    const sentBy = (host: typeof paused) => host?.events.filter((e) => e.type === 'tx.published') ?? []
    const early = sentBy(paused)
    // In the same moment both may have published before either could see the other; never twice.
    expect(early.length).toBeLessThanOrEqual(1)
    expect(sentBy(sender)).toHaveLength(1)
    expect(pause).toMatchObject({ code: expect.stringMatching(/FOREIGN_TRANSACTION|NONCE_CONFLICT/), nonce: before })
    expect(sentBy(sender)).toMatchObject([{ hash: pause?.hash }])
    await until('it is told', () => paused?.engine.snapshot().health.some(({ code }) => code === 'SIGNING_PAUSED'))
    expect(await nonce()).toBe(before + 1)

    await warpToDue(2 * network.params.l2BlockTime)
    await outputSubmitted(index + 1n)
    expect(pausedHosts()).toEqual([paused])
    expect(sentBy(paused)).toEqual(early)
    await sender?.stop()

    await paused?.engine.resumeSigning()
    expect(paused?.engine.snapshot().guard.pause).toBeNull()
    await warpToDue(2 * network.params.l2BlockTime)
    await outputSubmitted(index + 2n)
    expect(sentBy(paused)).toHaveLength(early.length + 1)
    expect(await nonce()).toBe(before + 3)
    await paused?.stop()
  })

  it('submits nothing while two providers of L1 contradict each other, names them, and goes on when they agree', async () => {
    const answer = async (method: string, params: unknown[]): Promise<unknown> => {
      const truth = await network.l1.rpc<unknown>(method, params).catch(() => null)
      return lies && method === 'eth_getTransactionCount' ? '0x4d2' : truth
    }
    const liar = await startLocalHttp(({ id, method, params }, response) => {
      void answer(method, params).then((result) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
      })
    })
    let lies = true
    const index = await read.oracle('nextOutputIndex')
    const run = launch({ l1: [network.l1.httpUrl, liar.url] })
    await run.ready
    await warpToDue(2 * network.params.l2BlockTime)
    const objection = await until('the objection', () => run.engine.snapshot().guard.objections[0])
    expect(objection).toMatchObject({
      act: 'submit-output',
      field: 'nonce',
      sources: [network.l1.httpUrl, liar.origin]
    })
    await until('it is told', () => run.engine.snapshot().health.some(({ code }) => code === 'SOURCES_DISAGREE'))
    expect(await read.oracle('nextOutputIndex')).toBe(index)
    expect(run.events.filter((e) => e.type === 'tx.published')).toEqual([])
    expect(JSON.stringify(objection)).not.toContain('hush')
    lies = false
    await outputSubmitted(index)
    await until('no objection', () => run.engine.snapshot().guard.objections.length === 0)
    await run.stop()
    expect(run.clock.sleeping).toBe(0)
    await liar.stop()
  })

  it('refuses to start on settings that are wrong, each with its own line', async () => {
    const stranger = new Secret(`0x${'77'.repeat(32)}` as const)
    const { ZKProofVerifier, GovernanceToken, SecurityCouncil: council } = network.addresses
    const nothing = '0x00000000000000000000000000000000000000ee' as const
    const cases: [string, Parameters<typeof launch>[0], RegExp][] = [
      ['L1_WRONG_CHAIN', { l1ChainId: 1 }, /L1/],
      ['CONTRACT_NO_CODE', { addresses: { SecurityCouncil: nothing } }, /SecurityCouncil/],
      ['CONTRACT_NO_ANSWER', { addresses: { L2OutputOracle: GovernanceToken } }, /L2OutputOracle/],
      [
        'ADDRESS_MISMATCH',
        { addresses: { SecurityCouncil: ZKProofVerifier } },
        new RegExp(`names ${council}.*say ${ZKProofVerifier}`, 'i')
      ],
      ['ACCOUNT_NOT_REGISTERED', { key: { kind: 'signer', signer: createKeySigner(stranger) } }, /not registered/]
    ]
    for (const [code, over, message] of cases) {
      const run = launch(over)
      run.ready.catch(() => {})
      const error = await run.done.then(
        () => null,
        (e: unknown) => e
      )
      expect([code, error]).toMatchObject([code, { code, retryable: false, message: expect.stringMatching(message) }])
      expect(run.engine.snapshot().state).toBe('failed')
      expect(run.clock.sleeping).toBe(0)
    }
  })
})
