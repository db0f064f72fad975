import { describe, expect, it } from 'vitest'
import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SyncStatus } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { TxOutcome, TxRequest } from '../tx/types.ts'
import { act } from './act.ts'
import { createLoader, type ProtocolReading } from './load.ts'
import { createSubmissionDesk } from './submission-desk.ts'
import { createSubmitter } from './submitter.ts'
import { examplePolicy, me, other, otherRoot, root, trusted } from './testing/example-view.ts'
import type { Hands } from './view.ts'

const addresses = {
  L2OutputOracle: '0x00000000000000000000000000000000000000a1',
  Colosseum: '0x00000000000000000000000000000000000000a2',
  ValidatorPool: '0x00000000000000000000000000000000000000a3',
  ValidatorManager: '0x00000000000000000000000000000000000000a4',
  AssetManager: '0x00000000000000000000000000000000000000a5',
  SecurityCouncil: '0x00000000000000000000000000000000000000a6',
  ZKProofVerifier: '0x00000000000000000000000000000000000000a7',
  GovernanceToken: '0x00000000000000000000000000000000000000a8'
} as const

const validator: ValidatorView = {
  address: me,
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  noSubmissionCount: 0,
  jailThreshold: 2,
  commissionPercent: 5,
  weightWei: 1n,
  totalWeightWei: 3n,
  ownKroWei: 10_000n,
  bondedKroWei: 0n,
  freeKroWei: 10_000n,
  bondWei: 5_000n,
  ethWei: 10n ** 18n,
  withdrawAccount: other,
  canWithdrawAtSec: 0
}

/** A world in which time is the manual clock's, outputs are due every 40 s, and the node reaches an output's next block at that second. */
function world(over: { policy?: Partial<typeof examplePolicy>; nodeLagSec?: number; signs?: Hands } = {}) {
  const clock = new ManualClock(1_000_000)
  const abort = new AbortController()
  const counts = { state: 0, sync: 0, root: 0, recompute: 0 }
  const decisions: SubmitDecision[] = []
  const submitted: TxRequest[] = []
  const errors: AppError[] = []
  const outcomes: (TxOutcome | AppError)[] = []
  const elsewhere = new Set<bigint>()
  const state = { index: 7n, dueAtSec: 1_100, next: me as `0x${string}`, validator, root, failReads: 0 }
  const nowSec = () => Math.floor(clock.now() / 1000)
  const l2Now = () => 1_000n + BigInt(nowSec() - (over.nodeLagSec ?? 0) - state.dueAtSec)
  const policy = { ...examplePolicy, ...over.policy }

  const readState = async (): Promise<ProtocolReading> => {
    counts.state += 1
    if (state.failReads-- > 0) throw new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })
    return {
      blockNumber: 1n,
      timestampSec: nowSec(),
      parentHash: root,
      validator: state.validator,
      output: {
        nextOutputIndex: state.index,
        nextBlockNumber: 999n,
        latestBlockNumber: 959n,
        nextOutputMinL2TimestampSec: state.dueAtSec,
        nextFinalizeOutputIndex: 3n,
        nextValidator: state.next,
        underV2: true
      }
    }
  }
  const ref = (number: bigint) => ({ hash: otherRoot, number, parentHash: root, timestampSec: nowSec() })
  const l2 = (number: bigint) => ({ ...ref(number), l1Origin: { hash: root, number: 1n }, sequenceNumber: 0n })
  const sync = (): SyncStatus => {
    const [l1, head] = [ref(77n), l2(l2Now())]
    return { currentL1: l1, headL1: l1, safeL1: l1, finalizedL1: l1, unsafeL2: head, safeL2: head, finalizedL2: head }
  }
  const node = {
    refresh: async () => {
      counts.sync += 1
      return sync()
    },
    last: sync,
    answeredAtMs: () => clock.now(),
    halted: () => false
  }
  const roots = {
    of: async () => {
      counts.root += 1
      return { root: state.root, recomputed: state.root }
    }
  }
  const loader = createLoader({
    clock,
    readState,
    node,
    roots,
    constants: { roundDurationSec: 60, trustedValidator: trusted, mptFirstOutputIndex: 10_000n },
    account: me,
    signs: over.signs ?? 'app',
    l2Head: 'safe',
    policy,
    chainNowSec: nowSec
  })
  const queue = {
    submit: async (request: TxRequest, signal: AbortSignal): Promise<TxOutcome> => {
      await request
        .recheck(signal)
        .catch((error: AppError) => outcomes.unshift({ kind: 'not-sent', code: error.code, message: error.message }))
      submitted.push(request)
      const outcome = outcomes.shift() ?? { kind: 'confirmed', hash: root, blockNumber: 1n, gasUsed: 1n, feeWei: 1n }
      if (outcome instanceof AppError) throw outcome
      if (outcome.kind === 'confirmed') {
        state.index += 1n
        state.dueAtSec += 40
      }
      return outcome
    }
  }
  const submitter = createSubmitter({
    clock,
    loader,
    policy,
    backoff: { baseMs: 1_000, maxMs: 8_000, resetAfterMs: 60_000, jitter: () => 1 },
    act: (seen, signal) => act({ queue, loader, policy, addresses }, seen, signal),
    signingPaused: () => false,
    signedElsewhere: (index) => elsewhere.has(index),
    chainNowMs: () => clock.now(),
    onLook: (_, decision) => decisions.push(decision),
    onLookFailed: (error) => errors.push(error),
    onResult: () => {}
  })
  const done = submitter.run({ signal: abort.signal, ready: () => {} })
  done.catch(() => {})
  const seen = () => decisions.map((d) => (d.kind === 'wait' ? d.reason : d.kind))
  const desk = createSubmissionDesk({ loader, policy })
  return { clock, abort, counts, decisions, submitted, outcomes, errors, state, submitter, done, seen, elsewhere, desk }
}

describe('submitter', () => {
  it('looks once at the start, once in the lead, once when due, and submits in the first second', async () => {
    const w = world()
    await w.clock.advance(94_999)
    expect(w.counts.state).toBe(1)
    await w.clock.advance(1)
    expect(w.counts.state).toBe(2)
    await w.clock.advance(5_000)
    expect(w.seen().slice(0, 3)).toEqual(['OUTPUT_NOT_DUE', 'OUTPUT_NOT_DUE', 'submit'])
    expect(w.submitted.map((s) => s.purpose)).toEqual(['submit-output:7'])
  })

  it('sends root, L2 block and the L1 block of the node, with gas to spare and the slot of the priority validator', async () => {
    const w = world()
    await w.clock.advance(100_000)
    expect(w.submitted[0]).toMatchObject({
      lane: 'submission',
      to: addresses.L2OutputOracle,
      gas: { percent: 150n, extra: 150_000n },
      accessList: [{ address: addresses.ValidatorManager, storageKeys: [`0x${'0'.repeat(64)}`] }]
    })
    const words = w.submitted[0]?.data.slice(10).match(/.{64}/g)
    expect(words?.map((x) => `0x${x}`)).toEqual([
      root,
      `0x${999n.toString(16).padStart(64, '0')}`,
      otherRoot,
      `0x${77n.toString(16).padStart(64, '0')}`
    ])
  })

  it('reads L1 a handful of times per output, whatever the waiting time', async () => {
    const w = world()
    await w.clock.advance(100_000 + 40_000 * 9 + 1_000)
    expect(w.submitted).toHaveLength(10)
    expect(w.counts.state).toBeLessThanOrEqual(10 * 4 + 1)
  })

  it('asks the own node, not L1, while it is behind', async () => {
    const w = world({ nodeLagSec: 20 })
    await w.clock.advance(119_000)
    expect(w.submitted).toHaveLength(0)
    expect(w.seen().at(-1)).toBe('NODE_BEHIND')
    expect(w.counts.state).toBe(2)
    expect(w.counts.sync).toBeGreaterThan(8)
    await w.clock.advance(2_000)
    expect(w.submitted).toHaveLength(1)
  })

  it('answers a burst of events with one look', async () => {
    const w = world()
    await w.clock.advance(1_000)
    for (let i = 0; i < 5; i++) w.submitter.stateChanged()
    await w.clock.advance(1_000)
    expect(w.counts.state).toBe(2)
  })

  it('an L1 head does not make it look before a deadline', async () => {
    const w = world()
    await w.clock.advance(1_000)
    w.submitter.timePassed()
    await w.clock.advance(1_000)
    expect(w.counts.sync).toBe(1)
  })

  it('does not send when the turn was lost between look and signature', async () => {
    const w = world()
    await w.clock.advance(99_000)
    w.state.next = other
    await w.clock.advance(1_100)
    expect(w.seen().at(-1)).toBe('OTHERS_PRIORITY_ROUND')
    expect(w.state.index).toBe(7n)
  })

  it('does not send when the root changed between look and signature, then sends the new one', async () => {
    const w = world()
    let first = true
    const roots = [root, otherRoot]
    Object.defineProperty(w.state, 'root', { get: () => (w.counts.root <= 1 && first ? roots[0] : roots[1]) })
    await w.clock.advance(102_000)
    first = false
    expect(w.submitted.length).toBe(2)
    expect(w.submitted[1]?.data).toContain(otherRoot.slice(2))
    expect(w.state.index).toBe(8n)
  })

  it('does not spin when look and signature keep seeing two different worlds', async () => {
    const w = world()
    Object.defineProperty(w.state, 'root', { get: () => (w.counts.root % 2 === 0 ? root : otherRoot) })
    await w.clock.advance(110_000)
    expect(w.submitted.length).toBeGreaterThan(2)
    expect(w.submitted.length).toBeLessThan(8)
  })

  it('waits longer after each refusal', async () => {
    const w = world()
    const no: TxOutcome = {
      kind: 'not-sent',
      code: 'CALL_REVERTED',
      message: 'The contract refuses: InsufficientAsset()'
    }
    w.outcomes.push(no, no, no)
    await w.clock.advance(100_100)
    expect(w.seen().at(-1)).toBe('BOND_TOO_SMALL')
    expect(w.submitted).toHaveLength(1)
    await w.clock.advance(1_000)
    expect(w.submitted).toHaveLength(2)
    await w.clock.advance(1_800)
    expect(w.submitted).toHaveLength(2)
    await w.clock.advance(4_400)
    expect(w.submitted).toHaveLength(4)
    expect(w.state.index).toBe(8n)
  })

  it('goes on after a failing signer and says what is wrong', async () => {
    const w = world()
    w.outcomes.push(new AppError({ code: 'SIGNER_LOCKED' }))
    await w.clock.advance(100_100)
    expect(w.seen().at(-1)).toBe('SIGNING_PAUSED')
  })

  it('goes on after L1 was away', async () => {
    const w = world()
    await w.clock.advance(1_000)
    w.state.failReads = 3
    w.submitter.stateChanged()
    await w.clock.advance(20_000)
    expect(w.errors).toHaveLength(3)
    expect(w.seen()).toHaveLength(2)
  })

  it('never submits an output twice while a lagging endpoint still names it', async () => {
    const w = world()
    w.outcomes.push({ kind: 'already-done', hash: root })
    await w.clock.advance(130_000)
    expect(w.submitted).toHaveLength(1)
    expect(w.seen().at(-1)).toBe('SUBMISSION_PENDING')
  })

  it('stops at once and leaves no timer', async () => {
    const w = world()
    await w.clock.advance(10_000)
    w.abort.abort()
    await expect(w.done).rejects.toMatchObject({ code: 'ABORTED' })
    expect(w.clock.sleeping).toBe(0)
  })
})

describe('submitter for a key on a device', () => {
  const never = new AbortController().signal

  it('asks through the whole round and after it, submits nothing, and looks when the public round begins', async () => {
    const w = world({ signs: 'device' })
    await w.clock.advance(100_000)
    expect(w.decisions.at(-1)).toMatchObject({ kind: 'submit', byDevice: true, round: 'priority', deadlineSec: 1_160 })
    expect(w.decisions.at(-1)?.nextLookAtSec).toBe(1_161)
    await w.clock.advance(61_000)
    expect(w.decisions.at(-1)).toMatchObject({ kind: 'submit', byDevice: true, round: 'public', deadlineSec: null })
    expect(w.submitted).toEqual([])
    w.abort.abort()
  })

  it('asks no more once it is signed, once somebody else submitted, and in the public round of others', async () => {
    const w = world({ signs: 'device' })
    await w.clock.advance(100_000)
    w.elsewhere.add(7n)
    w.submitter.stateChanged()
    await w.clock.advance(50)
    expect(w.decisions.at(-1)).toMatchObject({ kind: 'wait', reason: 'SUBMISSION_PENDING' })
    w.elsewhere.clear()
    w.submitter.stateChanged()
    await w.clock.advance(50)
    expect(w.decisions.at(-1)).toMatchObject({ kind: 'submit', byDevice: true })
    Object.assign(w.state, { index: 8n, dueAtSec: 1_140, next: trusted })
    w.submitter.stateChanged()
    await w.clock.advance(50)
    expect(w.decisions.at(-1)).toMatchObject({ kind: 'wait', outputIndex: 8n })
    w.abort.abort()
  })

  it('proposes just the output that it asks for, and holds a signature against a new look', async () => {
    const w = world({ signs: 'device' })
    await expect(w.desk.propose(never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    await w.clock.advance(100_000)
    const { intent, conditions } = await w.desk.propose(never)
    expect(intent).toEqual({
      kind: 'submit-output',
      outputIndex: 7n,
      l2BlockNumber: 999n,
      outputRoot: root,
      l1BlockHash: otherRoot,
      l1BlockNumber: 77n
    })
    expect(conditions).toMatchObject([
      { code: 'OUTPUT_MY_TURN', verdict: 'met', value: { unit: 'time', value: 1_160 } },
      { code: 'OUTPUT_ROOT_AGREED', verdict: 'met' }
    ])
    await expect(w.desk.assertWanted(intent, never)).resolves.toBeUndefined()
    w.state.root = otherRoot
    await expect(w.desk.assertWanted(intent, never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    w.state.root = root
    w.state.index = 8n
    await expect(w.desk.assertWanted(intent, never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    w.state.index = 7n
    w.state.validator = { ...w.state.validator, inJail: true }
    await expect(w.desk.assertWanted(intent, never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    w.abort.abort()
  })

  it('proposes nothing to a key that the app has', async () => {
    const w = world()
    await w.clock.advance(100_000)
    await expect(w.desk.propose(never)).rejects.toMatchObject({ code: 'NO_LONGER_WANTED' })
    w.abort.abort()
  })
})
