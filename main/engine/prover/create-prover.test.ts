import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type ProofCalldata, type ProofRequest, proofKey } from '../challenge/proof-port.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createProver } from './create-prover.ts'
import type { ProofBackend, Report } from './proof-backend.ts'
import { createProofKeeper } from './proof-keeper.ts'
import { exampleStep } from './testing/example-step.ts'
import { memoryProofStore } from './testing/memory-proof-store.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const never = new AbortController().signal
const request: ProofRequest = { ...exampleStep().request, kind: 'zkvm' }
const key = proofKey(request)
const values = [request.sourceRoot, request.destinationRoot, request.l1Head]
const publicValues = `0x${values.map((word) => `2000000000000000${word.slice(2)}`).join('')}` as const
const zkVmProgramVKey = `0x${'1'.repeat(64)}` as const
const proof: ProofCalldata = { kind: 'zkvm', proof: { zkVmProgramVKey, publicValues, proofBytes: '0x01' } }

function setup(refusals: (string | null | Error)[] = [null], store = memoryProofStore()) {
  const clock = new ManualClock(1_000)
  const runs: {
    signal: AbortSignal
    report: Report
    give: (proof: ProofCalldata) => void
    fail: (error: Error) => void
  }[] = []
  const forgotten: ProofRequest[] = []
  const backend: ProofBackend = {
    prove: (_request, { signal, report }) =>
      new Promise((give, fail) => {
        signal.addEventListener('abort', () => fail(new AbortedError(signal.reason)))
        runs.push({ signal, report, give, fail })
      }),
    async forget(dropped) {
      forgotten.push(dropped)
    }
  }
  const changed: string[] = []
  let asked = 0
  const prover = createProver({
    backends: { zkevm: null, zkvm: backend },
    verifier: {
      async refusal() {
        const refusal = refusals[Math.min(asked++, refusals.length - 1)] ?? null
        if (refusal instanceof Error) throw refusal
        return refusal
      }
    },
    keeper: createProofKeeper({ store, log: quiet }),
    clock,
    log: quiet,
    onProgress: (at) => changed.push(at)
  })
  const begun = async (count: number) => {
    await clock.advance(0)
    expect(runs).toHaveLength(count)
    const run = runs.at(-1)
    if (!run) throw new Error('no run')
    return run
  }
  return { clock, runs, begun, prover, forgotten, changed, store }
}

describe('the prover port', () => {
  it('gives equal requests one run and shows how far it is', async () => {
    const { prover, begun, clock, changed } = setup()
    expect(prover.progress(key)).toBeNull()
    const both = [prover.prove(request, never), prover.prove({ ...request, outputIndex: 9n }, never)]
    const run = await begun(1)
    run.report('proving', 'request 1')
    expect(prover.progress(key)).toEqual({
      kind: 'zkvm',
      targetBlock: 101n,
      stage: 'proving',
      startedAtMs: 1_000,
      message: 'request 1'
    })
    await clock.advance(500)
    run.give(proof)
    expect(await Promise.all(both)).toEqual([proof, proof])
    expect(prover.progress(key)).toMatchObject({ stage: 'ready', startedAtMs: 1_000 })
    expect(changed).toEqual([key, key])
  })

  it('does not join what is about another L1 head', async () => {
    const { prover, begun } = setup()
    void prover.prove(request, never).catch(() => {})
    void prover.prove({ ...request, l1Head: zkVmProgramVKey }, never).catch(() => {})
    await begun(2)
  })

  it('ends a run with its last caller only', async () => {
    const { prover, begun } = setup()
    const [one, two] = [new AbortController(), new AbortController()]
    const first = prover.prove(request, one.signal)
    const second = prover.prove(request, two.signal)
    const run = await begun(1)
    one.abort()
    await expect(first).rejects.toBeInstanceOf(AbortedError)
    expect(run.signal.aborted).toBe(false)
    two.abort()
    await expect(second).rejects.toBeInstanceOf(AbortedError)
    expect([run.signal.aborted, prover.progress(key)]).toEqual([true, null])
    await expect(prover.prove(request, one.signal)).rejects.toBeInstanceOf(AbortedError)
    void prover.prove(request, never).catch(() => {})
    await begun(2)
  })

  it('knows when work began before a restart', async () => {
    const first = setup()
    const stop = new AbortController()
    const left = first.prover.prove(request, stop.signal)
    await first.begun(1)
    stop.abort()
    await expect(left).rejects.toBeInstanceOf(AbortedError)
    const second = setup([null], first.store)
    await second.clock.advance(60_000)
    const going = second.prover.prove(request, never)
    const run = await second.begun(1)
    run.report('proving', null)
    expect(second.prover.progress(key)?.startedAtMs).toBe(1_000)
    run.give(proof)
    await going
    expect(second.store.records.size).toBe(0)
  })

  it('fails with the back-end’s error, shows it, and can be asked again', async () => {
    const { prover, begun } = setup()
    const failing = prover.prove(request, never)
    ;(await begun(1)).fail(new AppError({ code: 'PROVER_FAILED' }, { message: 'out of memory', retryable: true }))
    await expect(failing).rejects.toMatchObject({ code: 'PROVER_FAILED', retryable: true })
    expect(prover.progress(key)).toMatchObject({ stage: 'failed', message: 'out of memory' })
    const again = prover.prove(request, never)
    ;(await begun(2)).give(proof)
    expect(await again).toEqual(proof)
  })

  it('shows nothing of an error that is not its own', async () => {
    const { prover, begun } = setup()
    const failing = prover.prove(request, never)
    ;(await begun(1)).fail(new TypeError('http://secret'))
    await expect(failing).rejects.toThrow()
    expect(prover.progress(key)?.message).not.toContain('secret')
  })

  it('never gives a proof of something else', async () => {
    const { prover, begun } = setup()
    const asked = prover.prove({ ...request, destinationRoot: zkVmProgramVKey }, never)
    ;(await begun(1)).give(proof)
    await expect(asked).rejects.toMatchObject({ code: 'PROOF_FOR_ANOTHER_BLOCK' })

    // Joined: what suits the first caller need not suit the second.
    const fits = prover.prove(request, never)
    const joined = prover.prove({ ...request, sourceRoot: zkVmProgramVKey }, never)
    const outcome = expect(joined).rejects.toMatchObject({ code: 'PROOF_FOR_ANOTHER_BLOCK' })
    ;(await begun(2)).give(proof)
    expect(await fits).toEqual(proof)
    await outcome
  })

  it('drops a proof only when the contract refused it twice', async () => {
    const { prover, begun, forgotten } = setup(['InvalidProof'])
    for (const [at, dropped] of [0, 1, 1, 2].entries()) {
      const outcome = expect(prover.prove(request, never)).rejects.toMatchObject({
        code: 'PROOF_REFUSED',
        retryable: true
      })
      ;(await begun(at + 1)).give(proof)
      await outcome
      expect(forgotten).toHaveLength(dropped)
    }
  })

  it('keeps a proof that was refused by mistake', async () => {
    const { prover, begun, forgotten } = setup(['InvalidProof', null])
    const first = expect(prover.prove(request, never)).rejects.toMatchObject({ code: 'PROOF_REFUSED' })
    ;(await begun(1)).give(proof)
    await first
    const second = prover.prove(request, never)
    ;(await begun(2)).give(proof)
    expect(await second).toEqual(proof)
    expect(forgotten).toEqual([])
  })

  it('does not withhold a proof because L1 is out of reach', async () => {
    const { prover, begun } = setup([new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })])
    const asked = prover.prove(request, never)
    ;(await begun(1)).give(proof)
    expect(await asked).toEqual(proof)
  })

  it('says so when there is no prover for the kind', async () => {
    const { prover } = setup()
    await expect(prover.prove({ ...request, kind: 'zkevm' }, never)).rejects.toMatchObject({
      code: 'PROVER_MISSING',
      retryable: false
    })
  })
})
