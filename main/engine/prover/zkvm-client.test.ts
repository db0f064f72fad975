import fc from 'fast-check'
import { concatHex, keccak256, toHex } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { ProofCalldata } from '../challenge/proof-port.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createProofKeeper } from './proof-keeper.ts'
import { proverError } from './prover-error.ts'
import { exampleStep } from './testing/example-step.ts'
import { memoryProofStore } from './testing/memory-proof-store.ts'
import { scriptedRpc } from './testing/scripted-rpc.ts'
import { createZkVmClient } from './zkvm-client.ts'
import { createZkVmServices } from './zkvm-services.ts'

const never = new AbortController().signal
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const vkey: Hash = keccak256(toHex('program'))
const other: Hash = keccak256(toHex('other'))
const request = { ...exampleStep().request, kind: 'zkvm' as const }
const valuesOf = (words: readonly Hex[]): Hex =>
  concatHex(words.flatMap((word) => ['0x2000000000000000', word] as const))
const publicValues = valuesOf([request.sourceRoot, request.destinationRoot, request.l1Head])
const done = {
  request_status: 'Completed',
  program_key: vkey,
  request_id: 'request-1',
  public_values: publicValues.slice(2),
  proof: '0x0102'
}
const rejected =
  (service: 'witness generator' | 'zkVM prover', retryable = true) =>
  (): never => {
    throw proverError({ code: 'PROVER_FAILED', service, detail: 'error -32000: not found', retryable })
  }

/** Answers one after the other; the last one stays. */
const inTurn = (...answers: unknown[]) => {
  let at = 0
  return (params: readonly unknown[]): unknown => {
    const answer = answers[Math.min(at++, answers.length - 1)]
    return typeof answer === 'function' ? answer(params) : answer
  }
}

type Scripts = {
  witness?: Record<string, unknown>
  prover?: Record<string, unknown>
  store?: ReturnType<typeof memoryProofStore>
}

function setup({ witness, prover, store = memoryProofStore() }: Scripts = {}) {
  const clock = new ManualClock()
  const reports: string[] = []
  const generator = scriptedRpc('witness generator', {
    spec: { version: '1', sp1_version: 'v4', vkey_hash: vkey },
    requestWitness: 'Processing',
    getWitness: inTurn({ status: 'None', witness: '' }, { status: 'Completed', vkey_hash: vkey, witness: 'abcd' }),
    ...witness
  })
  const proving = scriptedRpc('zkVM prover', {
    spec: { version: '1', sp1_version: 'v4', program_key: vkey.slice(2) },
    requestProve: 'Processing',
    getProof: inTurn({ request_status: 'None' }, { request_status: 'Processing', request_id: 'request-1' }, done),
    ...prover
  })
  const services = createZkVmServices({
    witness: generator,
    prover: proving,
    timeoutMs: 60_000,
    maxWitnessBytes: 1_000
  })
  const keeper = createProofKeeper({ store, log: quiet })
  const backoff = { baseMs: 1_000, maxMs: 8_000, resetAfterMs: 0, jitter: () => 1 }
  const client = createZkVmClient({
    services,
    keeper,
    programVKey: async () => vkey,
    clock,
    timeoutMs: 4 * 3_600_000,
    pollMs: 5_000,
    backoff
  })
  const run = (signal = never) =>
    client.prove(request, {
      signal,
      report: (stage, message) => reports.push(message === null ? stage : `${stage}: ${message}`)
    })
  /** The outcome after so long; whatever hangs is told. */
  const within = async (ms: number): Promise<ProofCalldata | string> => {
    const outcome = run().catch((error: unknown) => (error instanceof AppError ? error.code : `no AppError: ${error}`))
    await clock.advance(ms)
    return Promise.race([outcome, new Promise<string>((resolve) => setImmediate(() => resolve('still running')))])
  }
  const methods = () => [...generator.calls, ...proving.calls].map(({ method }) => method)
  const count = (method: string) => methods().filter((name) => name === method).length
  return { client, clock, reports, generator, proving, run, within, count, store }
}

const calldata: ProofCalldata = {
  kind: 'zkvm',
  proof: { zkVmProgramVKey: vkey, publicValues, proofBytes: '0x0102' }
}

describe('a zkVM proof', () => {
  it('is made of a witness and asked after until it is there', async () => {
    const { within, generator, proving, reports } = setup()
    expect(await within(60_000)).toEqual(calldata)
    const about = [request.targetBlockHash, request.l1Head]
    expect(generator.calls.map(({ method, params }) => [method, ...params])).toEqual([
      ['spec'],
      ['getWitness', ...about],
      ['requestWitness', ...about],
      ['getWitness', ...about]
    ])
    expect(proving.calls.map(({ method, params }) => [method, ...params])).toEqual([
      ['spec'],
      ['getProof', ...about],
      ['requestProve', ...about, 'abcd'],
      ['getProof', ...about],
      ['getProof', ...about]
    ])
    expect(reports).toEqual(['collecting', 'witness', 'proving', 'proving: request request-1'])
  })

  it('that is under way already is only waited for: after a restart nothing is asked for again', async () => {
    const { within, count } = setup({ prover: { getProof: inTurn({ request_status: 'Processing' }, done) } })
    expect(await within(60_000)).toEqual(calldata)
    expect([count('requestWitness'), count('requestProve')]).toEqual([0, 0])
  })

  it('begins with the witness that is there already', async () => {
    const { within, count } = setup({ witness: { getWitness: { status: 'Completed', witness: 'abcd' } } })
    expect(await within(60_000)).toEqual(calldata)
    expect([count('requestWitness'), count('requestProve')]).toEqual([0, 1])
  })

  it('that was kept is not asked for at all', async () => {
    const first = setup()
    await first.within(60_000)
    const second = setup({ store: first.store, prover: { spec: rejected('zkVM prover') } })
    expect(await second.within(0)).toEqual(calldata)
    expect(second.proving.calls).toEqual([])
  })

  it('that was kept but is about another step is not used', async () => {
    const first = setup()
    await first.within(60_000)
    const [[name = '', kept = ''] = []] = first.store.records
    first.store.records.set(name, kept.replaceAll(request.l1Head.slice(2), other.slice(2)))
    const second = setup({ store: first.store })
    expect(await second.within(60_000)).toEqual(calldata)
    expect(second.count('requestProve')).toBe(1)
  })

  it('takes words and objects for statuses, either name of the status and of the key, hex with and without 0x', async () => {
    const { within } = setup({
      witness: {
        spec: { sp1_version: 'v4', program_key: vkey },
        requestWitness: { status: 'Processing' },
        getWitness: inTurn(
          { request_status: 'None' },
          { request_status: 'Completed', program_key: vkey, witness: 'ab' }
        )
      },
      prover: {
        spec: { sp1_version: 'v4', vkey_hash: '' },
        requestProve: { request_status: 'Completed' },
        getProof: inTurn(
          { status: 'Failed' },
          { ...done, public_values: publicValues, proof: '0102', program_key: null }
        )
      }
    })
    expect(await within(0)).toBe('still running')
    expect(await within(60_000)).toEqual(calldata)
  })

  it('whose witness failed once is made all the same; failed twice it is an error', async () => {
    const failed = { status: 'Failed', witness: '' }
    const once = setup({ witness: { getWitness: inTurn(failed, failed, { status: 'Completed', witness: 'ab' }) } })
    expect(await once.within(60_000)).toEqual(calldata)
    expect(once.count('requestWitness')).toBe(2)

    const twice = setup({ witness: { getWitness: failed } })
    expect(await twice.within(60_000)).toBe('PROVER_FAILED')
    expect([twice.count('requestWitness'), twice.count('requestProve')]).toEqual([2, 0])
  })

  it('that failed twice itself is an error', async () => {
    const { within, count } = setup({ prover: { getProof: { request_status: 'Failed' } } })
    expect(await within(120_000)).toBe('PROVER_FAILED')
    expect(count('requestProve')).toBe(2)
  })

  it('that the service never knows of is asked for a few times, not for ever', async () => {
    const { within, count } = setup({ prover: { getProof: { request_status: 'None' } } })
    expect(await within(120_000)).toBe('PROVER_FAILED')
    expect(count('requestProve')).toBe(3)
  })

  it('takes a service’s error about unknown work for None, and about its own work for Failed', async () => {
    const unknown = setup({ prover: { getProof: inTurn(rejected('zkVM prover'), done) } })
    expect(await unknown.within(60_000)).toEqual(calldata)
    const always = setup({ prover: { getProof: rejected('zkVM prover') } })
    expect(await always.within(120_000)).toBe('PROVER_FAILED')
    expect(always.count('requestProve')).toBe(2)
    const refusing = setup({
      prover: { getProof: { request_status: 'None' }, requestProve: rejected('zkVM prover') }
    })
    expect(await refusing.within(120_000)).toBe('PROVER_FAILED')
    const without = setup({ prover: { getProof: rejected('zkVM prover', false) } })
    expect(await without.within(120_000)).toBe('PROVER_FAILED')
    expect(without.count('getProof')).toBe(1)
  })

  it('outlasts a service that is away for a while, and is given up when it is away for long', async () => {
    const away = (): never => {
      throw proverError({ code: 'PROVER_UNREACHABLE', service: 'zkVM prover', detail: 'getProof: ECONNREFUSED' })
    }
    const short = setup({ prover: { getProof: inTurn({ request_status: 'Processing' }, away, away, away, done) } })
    expect(await short.within(60_000)).toEqual(calldata)
    const long = setup({ prover: { getProof: inTurn({ request_status: 'Processing' }, away) } })
    expect(await long.within(60_000)).toBe('PROVER_UNREACHABLE')
    expect(long.count('requestProve')).toBe(0)
  })

  it('that takes longer than the time for it is given up', async () => {
    const { within, clock } = setup({ prover: { getProof: { request_status: 'Processing' } } })
    expect(await within(4 * 3_600_000)).toBe('PROVER_TIMEOUT')
    expect(clock.sleeping).toBe(0)
  })

  it('is left at once when the caller does', async () => {
    const stop = new AbortController()
    const { run, clock, count } = setup({ prover: { getProof: { request_status: 'Processing' } } })
    const outcome = run(stop.signal).catch((error: unknown) => error)
    await clock.advance(20_000)
    stop.abort()
    expect(await outcome).toBeInstanceOf(AbortedError)
    expect([clock.sleeping, count('requestProve')]).toEqual([0, 0])
  })

  it.each([
    ['another source root', valuesOf([other, request.destinationRoot, request.l1Head])],
    ['another destination root', valuesOf([request.sourceRoot, other, request.l1Head])],
    ['another L1 head', valuesOf([request.sourceRoot, request.destinationRoot, other])]
  ])('with %s is not used and not kept', async (_what, public_values) => {
    const { within, store } = setup({ prover: { getProof: { ...done, public_values } } })
    expect(await within(60_000)).toBe('PROOF_FOR_ANOTHER_BLOCK')
    expect(store.records.size).toBe(0)
  })

  it('that was wrong is asked for anew, once for each request of the service', async () => {
    const wrong = { ...done, public_values: valuesOf([other, request.destinationRoot, request.l1Head]).slice(2) }
    const { within, count } = setup({
      prover: {
        getProof: inTurn(
          wrong,
          { request_status: 'Processing', request_id: 'request-2' },
          { ...done, request_id: 'request-2' }
        )
      }
    })
    expect([await within(60_000), count('requestProve')]).toEqual(['PROOF_FOR_ANOTHER_BLOCK', 0])
    expect(await within(60_000)).toEqual(calldata)
    expect(count('requestProve')).toBe(1)
  })

  it('that a service keeps though it is wrong is looked at again until the service has let go of it', async () => {
    const wrong = { ...done, public_values: valuesOf([other, request.destinationRoot, request.l1Head]).slice(2) }
    const answers = [wrong, wrong, wrong, { request_status: 'None' }, { ...done, request_id: 'request-2' }]
    const { run, within, count, clock } = setup({ prover: { getProof: inTurn(...answers), requestProve: 'Completed' } })
    expect(await within(60_000)).toBe('PROOF_FOR_ANOTHER_BLOCK')
    for (let i = 0; i < 2; i++) {
      const outcome = run().catch((e: unknown) => e)
      await clock.advance(60_000)
      const error = await outcome
      expect(error).toMatchObject({ code: 'PROOF_FOR_ANOTHER_BLOCK', retryable: true })
      expect((error as AppError).message).toContain('remove request request-1 from its proof store')
    }
    expect(count('requestProve')).toBe(1)
    expect(await within(60_000)).toEqual(calldata)
    expect(count('requestProve')).toBe(2)
  })

  it('that the contract refused for good is asked for anew as well', async () => {
    const { client, within, count } = setup({ prover: { getProof: done } })
    await within(60_000)
    await client.forget(request)
    expect(await within(60_000)).toEqual(calldata)
    expect(count('requestProve')).toBe(1)
  })

  it.each([
    ['nothing', null],
    ['a number', 7],
    ['a list', []],
    ['no status', { proof: '0x01' }],
    ['an unknown status', { request_status: 'Maybe' }],
    ['no proof', { ...done, proof: '' }],
    ['a proof that is no hex', { ...done, proof: 'xyz' }],
    ['no values', { ...done, public_values: '' }],
    ['short values', { ...done, public_values: publicValues.slice(0, -2) }],
    ['values of other lengths', { ...done, public_values: publicValues.replace('2000', '2100') }],
    ['a huge proof', { ...done, proof: '00'.repeat(100_001) }],
    ['a key that is none', { ...done, program_key: '0x1234' }]
  ])('made of %s is a bad answer', async (_what, answer) => {
    const { within, store } = setup({ prover: { getProof: answer } })
    expect(await within(120_000)).toBe('PROVER_BAD_ANSWER')
    expect(store.records.size).toBe(0)
  })

  it.each([
    [{ witness: { spec: null } }, 'PROVER_BAD_ANSWER'],
    [{ witness: { spec: {} } }, 'PROVER_BAD_ANSWER'],
    [{ prover: { spec: { sp1_version: 'v5' } } }, 'PROVER_VERSIONS_DIFFER'],
    [{ witness: { spec: { sp1_version: 'v4', vkey_hash: other } } }, 'PROVER_WRONG_PROGRAM'],
    [{ prover: { spec: { sp1_version: 'v4', program_key: other } } }, 'PROVER_WRONG_PROGRAM'],
    [{ prover: { getProof: { ...done, program_key: other } } }, 'PROVER_WRONG_PROGRAM'],
    [{ witness: { getWitness: { status: 'Completed', witness: '' } } }, 'PROVER_BAD_ANSWER'],
    [{ witness: { requestWitness: 'Perhaps' } }, 'PROVER_BAD_ANSWER']
  ] as [Scripts, string][])('with %j ends as %s before anything is proven', async (scripts, code) => {
    const { within, count } = setup(scripts)
    expect(await within(120_000)).toBe(code)
    expect(count('requestProve')).toBe(0)
  })

  it('is never of a wrong type, whatever the services answer', async () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('0102', done.public_values, 'Completed', vkey))
    const answer = fc.oneof(
      fc.jsonValue(),
      fc.record({
        request_status: fc.constantFrom('Completed', 'Failed', 'x', 1),
        program_key: field,
        public_values: field,
        proof: field
      })
    )
    await fc.assert(
      fc.asyncProperty(answer, async (getProof) => {
        const outcome = await setup({ prover: { getProof } }).within(120_000)
        if (typeof outcome === 'string') expect(outcome).toMatch(/^PRO(VER|OF)_/)
        else
          expect(outcome.proof).toEqual({ ...calldata.proof, proofBytes: expect.stringMatching(/^0x([0-9a-f]{2})+$/) })
      }),
      { numRuns: 150 }
    )
  })
})
