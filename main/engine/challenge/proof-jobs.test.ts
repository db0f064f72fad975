import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { createProofJobs } from './proof-jobs.ts'
import { type ProofCalldata, type ProofRequest, proofKey } from './proof-port.ts'
import { txHash } from './testing/example-logs.ts'
import { challenger, trueRoot } from './testing/example-view.ts'

const request = (targetBlock: bigint, kind: ProofRequest['kind'] = 'zkvm'): ProofRequest => ({
  kind,
  outputIndex: 3n,
  challenger,
  sourceBlock: targetBlock - 1n,
  targetBlock,
  targetBlockHash: txHash(Number(targetBlock)),
  l1Head: txHash(1),
  sourceRoot: trueRoot(targetBlock - 1n),
  destinationRoot: trueRoot(targetBlock)
})
const calldata = {
  kind: 'zkvm',
  proof: { zkVmProgramVKey: '0x', publicValues: '0x', proofBytes: '0x' }
} as ProofCalldata
const step = { kind: 'zkvm', targetBlock: 97n } as const

function world() {
  const asked: ProofRequest[] = []
  const waiting: { resolve: (c: ProofCalldata) => void; reject: (e: unknown) => void }[] = []
  const changes: number[] = []
  const state = { nowSec: 100 }
  const jobs = createProofJobs({
    prover: {
      prove: (one) => {
        asked.push(one)
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
      },
      progress: (key) => ({ ...step, stage: 'proving', startedAtMs: 1, message: key })
    },
    nowSec: () => state.nowSec,
    onChange: () => changes.push(1)
  })
  return { jobs, asked, waiting, changes, state }
}
const signal = new AbortController().signal

describe('proof jobs', () => {
  it('run in the background, one per step, and are ready once', async () => {
    const { jobs, asked, waiting, changes } = world()
    expect([jobs.state(), jobs.progress()]).toEqual([null, null])
    const running = jobs.run(request(97n), signal)
    await jobs.run(request(97n), signal)
    expect(asked).toHaveLength(1)
    expect(jobs.state()).toEqual({ ...step, state: 'running', message: null, retryAtSec: null })
    expect(jobs.progress()?.message).toBe(proofKey(request(97n)))
    waiting[0]?.resolve(calldata)
    await running
    expect(jobs.ready(step)).toBe(calldata)
    expect(jobs.ready({ ...step, targetBlock: 98n })).toBeNull()
    expect(jobs.ready({ ...step, kind: 'zkevm' })).toBeNull()
    expect(changes).toHaveLength(1)
  })

  it('that fail wait longer each time; for good when it is no use', async () => {
    const { jobs, waiting } = world()
    for (const [i, retryAtSec] of [115, 130, 160].entries()) {
      const running = jobs.run(request(97n), signal)
      waiting[i]?.reject(new AppError({ code: 'WITNESS_FAILED' }, { message: 'Failed', retryable: true }))
      await running
      expect(jobs.state()).toEqual({ ...step, state: 'failed', message: 'WITNESS_FAILED: Failed', retryAtSec })
    }
    const running = jobs.run(request(97n), signal)
    waiting[3]?.reject(new AppError({ code: 'PROOF_FOR_ANOTHER_BLOCK' }))
    await running
    expect(jobs.state()?.retryAtSec).toBeNull()
  })

  it('pass on an abort and what they do not know', async () => {
    const { jobs, waiting } = world()
    const aborted = jobs.run(request(97n), signal)
    waiting[0]?.reject(new AbortedError())
    await expect(aborted).rejects.toBeInstanceOf(AbortedError)
    const strange = jobs.run(request(98n), signal)
    waiting[1]?.reject(new TypeError('x'))
    await expect(strange).rejects.toBeInstanceOf(TypeError)
  })

  it('an answer for a step that is no longer the newest is left alone', async () => {
    const { jobs, waiting, changes } = world()
    const old = jobs.run(request(97n), signal)
    void jobs.run(request(98n), signal)
    waiting[0]?.resolve(calldata)
    await old
    expect(jobs.state()).toMatchObject({ targetBlock: 98n, state: 'running' })
    expect(changes).toEqual([])
  })

  it('a proof that the contract refuses is asked for again; a refusal about the game costs no proof', async () => {
    const { jobs, waiting } = world()
    const running = jobs.run(request(97n), signal)
    jobs.refused('too early')
    expect(jobs.state()?.state).toBe('running')
    waiting[0]?.resolve(calldata)
    await running
    jobs.refused('The contract refuses: ImproperChallengeStatus')
    expect(jobs.ready(step)).toBe(calldata)
    jobs.refused('The contract refuses: InvalidZkProof')
    expect(jobs.ready(step)).toBeNull()
    expect(jobs.state()).toMatchObject({
      state: 'failed',
      retryAtSec: 115,
      message: expect.stringContaining('InvalidZkProof')
    })
  })

  it('keys tell apart what is proven: the zkVM also binds the L1 head', () => {
    const other = (r: ProofRequest): ProofRequest => ({ ...r, l1Head: txHash(2), outputIndex: 9n })
    expect(proofKey(other(request(97n)))).not.toBe(proofKey(request(97n)))
    expect(proofKey(other(request(97n, 'zkevm')))).toBe(proofKey(request(97n, 'zkevm')))
    expect(proofKey(request(98n, 'zkevm'))).not.toBe(proofKey(request(97n, 'zkevm')))
  })
})
