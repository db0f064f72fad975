import { describe, expect, it } from 'vitest'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { ValidatorStatus } from '../../shared/domain/validator.ts'
import { AppError } from '../../shared/errors.ts'
import type { ProtocolConstants } from './chain/protocol-constants.ts'
import type { RollupConfig, RpcPool, SyncStatus } from './chain/types.ts'
import { createEngine, type EngineKey } from './engine.ts'
import type { EngineConfig } from './engine-config.ts'
import type { EngineParts } from './engine-parts.ts'
import { alice, bob, exampleAddresses, hash, submissionLogs } from './outputs/testing/example-logs.ts'
import { createMemoryHistory } from './outputs/testing/memory-history.ts'
import type { Logger } from './ports.ts'
import { ManualClock } from './runtime/manual-clock.ts'
import type { SigningPause, TxRequest } from './tx/types.ts'

const config: EngineConfig = {
  network: { name: 'custom', label: 'Test', practice: true, l1ChainId: 1, l2ChainId: 255, addresses: exampleAddresses },
  rpc: { l1: ['http://a'], l2: ['http://b'], rollup: ['http://c'] },
  roles: { submitter: true, challenger: false, publicRound: false },
  fees: { maxFeePerGasCapWei: 200n, minPriorityFeeWei: 1n, bumpPercent: 15n, resendAfterMs: 30_000, confirmations: 1 },
  requestTimeoutMs: 5_000,
  l2Head: 'safe'
}
const constants = {
  named: [],
  jailThreshold: 2,
  roundDurationSec: 20,
  trustedValidator: bob,
  mptFirstOutputIndex: 10_000n,
  finalizationPeriodSec: 240,
  submissionInterval: 40n,
  l2BlockTimeSec: 1
} as unknown as ProtocolConstants
const rollupConfig = {
  l1ChainId: 1,
  l2ChainId: 255,
  kromaMptTimeSec: 0,
  genesisL2TimeSec: 0,
  genesisL2Number: 0n,
  blockTimeSec: 1
} as RollupConfig
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const signer: EngineKey = { kind: 'signer', signer: { address: alice, sign: async () => '0x' } }

/** A network of one validator in the manual clock's time: an output every 40 s, L2 block N at second N. */
function world({ key = signer, status = 'ACTIVE' as ValidatorStatus, chainId = '0x1' } = {}) {
  const clock = new ManualClock(1_000_000)
  const history = createMemoryHistory()
  const state = {
    index: 26n,
    fails: false,
    closed: 0,
    woken: 0,
    submitted: [] as TxRequest[],
    paused: null as SigningPause | null
  }
  const nowSec = () => Math.floor(clock.now() / 1000)
  const headListeners = new Set<() => void>()
  let onLogs: Parameters<EngineParts['watchLogs']>[0]['onLogs'] = () => {}
  const head = () => ({ number: BigInt(nowSec()), timestampSec: nowSec(), hash: hash(nowSec()), seenAtMs: clock.now() })
  const until = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  const pool = (answer: string): RpcPool => ({
    role: 'l1',
    request: async ({ method }) => {
      if (state.fails) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { message: 'away', retryable: true })
      return method === 'eth_chainId' ? answer : '0x60'
    },
    subscribe: async () => null,
    endpoints: () => [
      {
        origin: 'http://a',
        role: 'l1',
        kind: 'http',
        state: state.fails ? 'down' : 'up',
        latencyMs: 1,
        requests: 1,
        failures: 0
      }
    ],
    meter: () => ({}),
    close: () => {}
  })
  const queueListeners = new Set<() => void>()
  const pause = (why: SigningPause | null): void => {
    state.paused = why
    for (const listener of queueListeners) listener()
  }
  const submit = async (request: TxRequest, signal: AbortSignal) => {
    await request.recheck(signal)
    state.submitted.push(request)
    const index = state.index
    state.index += 1n
    onLogs(submissionLogs({ index, by: alice, root: hash(index * 40n), place: { block: nowSec(), tx: Number(index) } }))
    return { kind: 'confirmed' as const, hash: hash(index), blockNumber: 1n, gasUsed: 10n, feeWei: 20n }
  }
  const connect = (): EngineParts => ({
    l1: pool(chainId),
    l2: pool('0xff'),
    rollupPool: pool('0x'),
    rollup: {
      syncStatus: async () => {
        const at = { number: BigInt(nowSec()), timestampSec: nowSec(), hash: hash(1), parentHash: hash(2) }
        return { currentL1: at, headL1: at, unsafeL2: at, safeL2: at, finalizedL2: at } as unknown as SyncStatus
      },
      rollupConfig: async () => rollupConfig,
      outputAtBlock: async (n) => ({ outputRoot: hash(n) }) as never,
      version: async () => '1'
    },
    heads: {
      name: 'heads',
      head,
      chainNowSec: nowSec,
      onHead: (listener) => {
        headListeners.add(() => listener(head()))
        return () => headListeners.clear()
      },
      run: async ({ signal, ready }) => {
        ready()
        await until(signal)
      }
    },
    queue:
      key.kind === 'watch'
        ? null
        : {
            submit,
            reconcile: async () => {},
            pending: () => [],
            onChange: (listener) => {
              queueListeners.add(listener)
              return () => queueListeners.delete(listener)
            },
            paused: () => state.paused,
            resumeSigning: async () => pause(null),
            lookForOthers: async () => {},
            isOwn: () => true,
            close: async () => {}
          },
    watchLogs: (options) => ({
      name: 'logs',
      run: async ({ signal, ready }) => {
        onLogs = options.onLogs
        ready()
        await until(signal)
      }
    }),
    wake: () => void state.woken++,
    readConstants: async () => constants,
    readState: async () => ({
      blockNumber: BigInt(nowSec()),
      timestampSec: nowSec(),
      parentHash: hash(1),
      validator: {
        address: alice,
        status,
        inJail: false,
        jailExpiresAtSec: 0,
        noSubmissionCount: 0,
        jailThreshold: 2,
        commissionPercent: 5,
        weightWei: 1n,
        totalWeightWei: 1n,
        ownKroWei: 100n,
        bondedKroWei: 0n,
        freeKroWei: 100n,
        bondWei: 10n,
        ethWei: 10n ** 18n,
        withdrawAccount: bob,
        canWithdrawAtSec: 0
      },
      output: {
        nextOutputIndex: state.index,
        nextBlockNumber: state.index * 40n,
        latestBlockNumber: (state.index - 1n) * 40n,
        nextOutputMinL2TimestampSec: Number(state.index) * 40 + 1,
        nextFinalizeOutputIndex: 3n,
        nextValidator: alice,
        underV2: true
      }
    }),
    recomputeRoot: async ({ l2BlockNumber }) => hash(l2BlockNumber),
    block: async (number) => ({
      number: number === 'latest' ? BigInt(nowSec()) : number,
      timestampSec: nowSec(),
      hash: hash(1)
    }),
    submittersOf: async () => new Map(),
    costOf: async () => null,
    close: async () => {
      state.closed += 1
    }
  })
  const engine = createEngine({
    config,
    ports: {
      clock,
      log: silent,
      history,
      journal: {
        append: async () => {},
        readAll: async () => ({ records: [], tornTail: false }),
        rewrite: async () => {}
      },
      key
    },
    connect
  })
  const abort = new AbortController()
  const start = () => {
    const done = engine.run({ signal: abort.signal, ready: () => {} })
    done.catch(() => {})
    return done
  }
  const types = () => engine.recentEvents(500).map((e) => e.type)
  return { pause, clock, engine, state, abort, start, types, history }
}

describe('engine', () => {
  it('has a whole snapshot before it ever ran', () => {
    const { engine } = world()
    expect(engine.snapshot()).toMatchObject({
      state: 'stopped',
      account: alice,
      chain: null,
      validator: null,
      next: null,
      outputs: [],
      pending: [],
      network: { name: 'custom', l1ChainId: 1 }
    })
    expect(JSON.stringify(engine.snapshot().network)).not.toContain(exampleAddresses.Colosseum)
    expect(engine.snapshot().gates.map((g) => g.state)).toEqual(Array(7).fill('waiting'))
  })

  it('passes the gates, submits what is its turn, and shows rows, verdicts and costs', async () => {
    const { clock, engine, state, start, types } = world()
    void start()
    await clock.advance(125_000)
    expect(state.submitted.map((s) => s.purpose)).toEqual(['submit-output:26', 'submit-output:27', 'submit-output:28'])
    const snapshot = engine.snapshot()
    expect(snapshot.state).toBe('running')
    expect(snapshot.outputs.map((o) => [o.index, o.mine, o.verdict, o.feeWei])).toEqual([
      [28n, true, 'valid', 20n],
      [27n, true, 'valid', 20n],
      [26n, true, 'valid', 20n]
    ])
    expect(snapshot.totals).toMatchObject({ mySubmissions: 3, feesWei: 60n })
    expect(snapshot.next).toMatchObject({ kind: 'wait', reason: 'OUTPUT_NOT_DUE', outputIndex: 29n })
    expect(snapshot.chain?.l2?.safe).toBeGreaterThan(1_000n)
    expect(types().slice(0, 9)).toEqual(['engine.state', ...Array(7).fill('gate.passed'), 'engine.state'])
    expect(types().filter((t) => t === 'output.submitted')).toHaveLength(3)
    expect(engine.recentEvents(3).map((e) => e.seq)).toEqual([0, 1, 2].map((i) => types().length - 2 + i))
  })

  it('pushes at most four snapshots a second, with a seq that rises', async () => {
    const { clock, engine, start } = world()
    const seen: EngineSnapshot[] = []
    engine.onSnapshot((s) => seen.push(s))
    void start()
    await clock.advance(10_000)
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.length).toBeLessThanOrEqual(41)
    const seqs = seen.map((s) => s.seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
  })

  it('stops cleanly: parts closed, no timer left, snapshot and events say so; and runs again', async () => {
    const { clock, engine, state, abort, start, types } = world()
    const done = start()
    await clock.advance(50_000)
    abort.abort()
    await done
    await clock.advance(0)
    expect(clock.sleeping).toBe(0)
    expect(state.closed).toBe(1)
    expect(engine.snapshot()).toMatchObject({ state: 'stopped', pending: [], endpoints: [] })
    expect(types().slice(-2)).toEqual(['engine.state', 'engine.state'])
    const again = new AbortController()
    const second = engine.run({ signal: again.signal, ready: () => {} })
    await clock.advance(1_000)
    expect(engine.snapshot().state).toBe('running')
    again.abort()
    await second
    expect(clock.sleeping).toBe(0)
  })

  it('has the chain looked at when the machine woke up, while it runs', async () => {
    const { clock, engine, state, abort, start } = world()
    engine.wake()
    const done = start()
    await clock.advance(1_000)
    engine.wake()
    expect(state.woken).toBe(1)
    abort.abort()
    await done
    engine.wake()
    expect(state.woken).toBe(1)
  })

  it('ends with the code and the line of a gate that only the operator can open', async () => {
    const { clock, engine, start, types } = world({ status: 'NONE' })
    const done = start()
    await expect(done).rejects.toMatchObject({ code: 'ACCOUNT_NOT_REGISTERED', retryable: false })
    await clock.advance(0)
    expect(engine.snapshot()).toMatchObject({ state: 'failed', stateReason: expect.stringContaining('not registered') })
    expect(engine.snapshot().gates.find((g) => g.name === 'account')).toMatchObject({
      state: 'failed',
      code: 'ACCOUNT_NOT_REGISTERED'
    })
    expect(types().at(-1)).toBe('engine.state')
    expect(clock.sleeping).toBe(0)
  })

  it('waits for an L1 that is away and starts when it comes back', async () => {
    const { clock, engine, state, start } = world()
    state.fails = true
    void start()
    await clock.advance(60_000)
    expect(engine.snapshot()).toMatchObject({ state: 'starting' })
    expect(engine.snapshot().health.map((h) => h.code)).toContain('RPC_DOWN')
    state.fails = false
    await clock.advance(60_000)
    expect(engine.snapshot().state).toBe('running')
    expect(engine.snapshot().health).toEqual([])
  })

  it('stops in the middle of the gates', async () => {
    const { clock, engine, state, abort, start } = world()
    state.fails = true
    const done = start()
    await clock.advance(5_000)
    abort.abort()
    await done
    expect(engine.snapshot().state).toBe('stopped')
    expect(clock.sleeping).toBe(0)
  })

  it('watches an account without a key, registered or not', async () => {
    const { clock, engine, state, start } = world({ key: { kind: 'watch', account: alice }, status: 'NONE' })
    void start()
    await clock.advance(120_000)
    expect(state.submitted).toEqual([])
    expect(engine.snapshot()).toMatchObject({ state: 'running', next: { kind: 'wait', reason: 'NO_KEY' } })
  })

  it('is degraded while something critical lasts, and says why', async () => {
    const { clock, engine, state, start } = world()
    void start()
    await clock.advance(2_000)
    state.fails = true
    await clock.advance(2_000)
    expect(engine.snapshot()).toMatchObject({ state: 'degraded', stateReason: expect.stringContaining('http://a') })
    state.fails = false
    await clock.advance(20_000)
    expect(engine.snapshot()).toMatchObject({ state: 'running', stateReason: null })
  })

  it('counts requests over its runs, and keeps the counts when it ends', async () => {
    const { clock, engine, start, abort, history } = world()
    const done = start()
    await clock.advance(5_000)
    engine.meter.count({ kind: 'request', role: 'l1', origin: 'http://a', method: 'eth_call', reason: 'doctor' })
    expect(engine.rpcBudget()).toMatchObject({ used: { l1Requests: 1 }, reasons: [{ reason: 'doctor', requests: 1 }] })
    abort.abort(new Error('stop'))
    await done
    expect(JSON.parse(history.getMeta('rpc-budget') ?? '{}')).toMatchObject({ day: { l1Requests: 1 } })
  })

  it('looks again as soon as the operator lets signing go on', async () => {
    const { clock, engine, state, start, pause } = world()
    void start()
    await clock.advance(2_000)
    pause({ code: 'FOREIGN_TRANSACTION', message: 'somebody else', nonce: 1, hash: null, sinceMs: clock.now() })
    await clock.advance(60_000)
    const before = state.submitted.length
    expect(engine.snapshot().next).toMatchObject({ kind: 'wait', reason: 'SIGNING_PAUSED' })
    await engine.resumeSigning()
    await clock.advance(1_000)
    expect(state.submitted.length).toBeGreaterThan(before)
  })

  it('does not suffer from a listener that throws', async () => {
    const { clock, engine, start } = world()
    engine.onEvent(() => {
      throw new Error('a defect elsewhere')
    })
    void start()
    await clock.advance(1_000)
    expect(engine.snapshot().state).toBe('running')
  })
})
