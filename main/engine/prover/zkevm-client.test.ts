import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { otherStep } from './check-proof.ts'
import { createProofKeeper } from './proof-keeper.ts'
import { proverError } from './prover-error.ts'
import { exampleStep } from './testing/example-step.ts'
import { type MemoryProofStore, memoryProofStore } from './testing/memory-proof-store.ts'
import { scriptedRpc } from './testing/scripted-rpc.ts'
import { createTraceSource } from './trace-source.ts'
import { createZkEvmClient } from './zkevm-client.ts'
import { createZkEvmInputs } from './zkevm-inputs.ts'

const never = new AbortController().signal
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const bytes = (size: number, first = 0): number[] => Array.from({ length: size }, (_, i) => (i * 7 + first) % 256)
const good = { proof: bytes(4_640), final_pair: bytes(192, 3) }
const unreachable = (): never => {
  throw proverError({ code: 'PROVER_UNREACHABLE', service: 'zkEVM prover', detail: 'prove: ECONNRESET' })
}

type Setup = {
  prove?: unknown
  step?: ReturnType<typeof exampleStep>
  trace?: unknown
  store?: MemoryProofStore
  l2?: (params: readonly unknown[]) => unknown
}

function setup({ prove = good, step = exampleStep(), trace, store = memoryProofStore(), l2 }: Setup = {}) {
  const clock = new ManualClock()
  const reports: string[] = []
  const asked: unknown[] = []
  const pool = (answer: (params: readonly unknown[]) => unknown): RpcPool =>
    ({
      async request({ params }: { params: readonly unknown[] }) {
        asked.push(params)
        return answer(params)
      }
    }) as unknown as RpcPool
  const rollup = pool(([number]) => (number === '0x64' ? step.source : step.destination))
  const keeper = createProofKeeper({ store, log: quiet })
  const node = scriptedRpc('L2 execution node', {
    kroma_getBlockTraceByNumberOrHash: trace ?? JSON.parse(step.trace)
  })
  const traces = createTraceSource({ nodes: [node], timeoutMs: 1_000, maxBytes: 1_000_000 })
  const l2Pool = pool(l2 ?? (() => null))
  const inputs = createZkEvmInputs({ rollup, l2: l2Pool, trace: traces, keeper, timeoutMs: 1_000 })
  const rpc = scriptedRpc('zkEVM prover', { prove })
  const backoff = { baseMs: 1_000, maxMs: 8_000, resetAfterMs: 0, jitter: () => 1 }
  const client = createZkEvmClient({ rpc, inputs, keeper, clock, timeoutMs: 4 * 3_600_000, backoff })
  const run = (request = step.request, signal = never) =>
    client.prove(request, { signal, report: (stage) => reports.push(stage) })
  return { clock, reports, asked, node, rpc, client, run, store, step, keeper }
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : `not an AppError: ${error}`)
  )

describe('a zkEVM proof', () => {
  it('is put together from the nodes’ answers and the prover’s words', async () => {
    const { run, rpc, step, reports } = setup()
    const calldata = await run()
    if (calldata.kind !== 'zkevm') throw new Error('wrong kind')
    const { proof, pair, publicInputProof } = calldata.proof
    expect([proof.length, pair.length]).toEqual([145, 4])
    const word = (from: number[], i: number) =>
      BigInt(`0x${Buffer.from(from.slice(i * 32, i * 32 + 32).reverse()).toString('hex')}`)
    expect([proof[0], proof[144], pair[3]]).toEqual([
      word(good.proof, 0),
      word(good.proof, 144),
      word(good.final_pair, 3)
    ])
    expect(publicInputProof).toMatchObject({
      srcOutputRootProof: { nextBlockHash: step.request.targetBlockHash },
      dstOutputRootProof: { latestBlockhash: step.request.targetBlockHash },
      publicInput: { number: 101n, baseFee: 7n, gasLimit: 30_000_000n, blobGasUsed: 0n },
      rlps: { difficulty: '0x80', gasUsed: '0x82a410', extraData: '0x80', nonce: '0x880000000000000000' },
      l2ToL1MessagePasserBalance: `0x${'5'.padStart(64, '0')}`,
      merkleProof: ['0xf851', '0xf8518080']
    })
    expect(publicInputProof.publicInput.txHashes).toHaveLength(2)
    expect(otherStep(step.request, calldata)).toBeNull()
    expect(rpc.calls).toEqual([{ method: 'prove', params: [step.trace], timeoutMs: 14_400_000 }])
    expect(reports).toEqual(['collecting', 'proving'])
  })

  it.each([
    ['nothing', null],
    ['nothing at all', undefined],
    ['a word', 'proof'],
    ['junk', { proof: 'zzz', final_pair: 7 }],
    ['half', { ...good, proof: bytes(4_608) }],
    ['too much', { ...good, proof: bytes(4_672) }],
    ['no pair', { proof: good.proof }],
    ['a pair of another size', { ...good, final_pair: bytes(160) }],
    ['numbers that are no bytes', { ...good, proof: bytes(4_640).map((b) => b * 2) }],
    ['fractions', { ...good, proof: bytes(4_640).map((b) => b + 0.5) }],
    ['base64 of something else', { ...good, proof: Buffer.from(bytes(4_639)).toString('base64') }]
  ])('is not made of %s', async (_what, prove) => {
    const { run, store } = setup({ prove: () => prove })
    expect(await codeOf(run())).toBe('PROVER_BAD_ANSWER')
    expect([...store.records.keys()].filter((name) => /^zkevm:/.test(name))).toEqual([])
  })

  it('is made of well-formed answers only, whatever the prover says', async () => {
    const parts = fc.oneof(fc.jsonValue(), fc.constantFrom(good.proof, good.final_pair), fc.array(fc.nat(300)))
    const answers = fc.oneof(fc.jsonValue(), fc.record({ proof: parts, final_pair: parts }))
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const calldata = await setup({ prove: () => answer })
          .run()
          .catch((error: unknown) => error)
        if (calldata instanceof AppError) {
          expect(calldata.code).toBe('PROVER_BAD_ANSWER')
          return
        }
        const { proof, pair } = (calldata as { proof: { proof: bigint[]; pair: bigint[] } }).proof
        expect([proof.length, pair.length]).toEqual([145, 4])
        expect([...proof, ...pair].every((word) => typeof word === 'bigint' && word >= 0n)).toBe(true)
      }),
      { numRuns: 60 }
    )
  })

  it('survives lost connections, but not for ever', async () => {
    let lost = 2
    const { run, clock, rpc } = setup({ prove: () => (lost-- > 0 ? unreachable() : good) })
    const proof = run()
    await clock.advance(10_000)
    expect((await proof).kind).toBe('zkevm')
    expect(rpc.calls.map(({ timeoutMs }) => timeoutMs)).toEqual([14_400_000, 14_399_000, 14_397_000])

    const dead = setup({ prove: unreachable })
    const outcome = codeOf(dead.run())
    await dead.clock.advance(60_000)
    expect(await outcome).toBe('PROVER_UNREACHABLE')
    expect(dead.rpc.calls).toHaveLength(5)
  })

  it('is asked for once: also what was answered before a restart counts', async () => {
    const first = setup()
    const proof = await first.run()
    const second = setup({ store: memoryProofStore(first.store.records), prove: unreachable })
    expect(await second.run()).toEqual(proof)
    expect([second.rpc.calls, second.asked]).toEqual([[], []])
  })

  it('is asked for with the very same text after a restart, and the text dropped at the end', async () => {
    const stop = new AbortController()
    const first = setup({ prove: () => new Promise(() => {}) })
    void first.run(first.step.request, stop.signal).catch(() => {})
    await first.clock.advance(0)
    const text = first.rpc.calls[0]?.params[0]
    const second = setup({ store: first.store, trace: { other: 'wording', hash: first.step.request.targetBlockHash } })
    await second.run()
    expect(second.rpc.calls[0]?.params).toEqual([text])
    expect([...first.store.records.keys()].filter((name) => /trace/.test(name))).toEqual([])
  })

  it('is given even where it cannot be kept, and that is told', async () => {
    const store = memoryProofStore()
    store.fail = new AppError({ code: 'PROOF_STORE_FULL' })
    const { run, keeper } = setup({ store })
    expect((await run()).kind).toBe('zkevm')
    expect(keeper.problem()?.code).toBe('PROOF_STORE_FULL')
    store.fail = null
    await run()
    expect(keeper.problem()).toBeNull()
  })

  it('is never read from a damaged record', async () => {
    const { run, store, rpc } = setup()
    await run()
    for (const [name] of store.records) store.records.set(name, '"0x1234"')
    expect((await run()).kind).toBe('zkevm')
    expect(rpc.calls).toHaveLength(2)
  })

  it('is not begun on inputs that the contract would refuse', async () => {
    const { request } = exampleStep()
    const zero = `0x${'0'.repeat(64)}` as const
    const wrong = [
      { sourceRoot: zero },
      { destinationRoot: zero },
      { targetBlockHash: zero },
      { targetBlock: 102n },
      { targetBlock: 100n, sourceBlock: 101n }
    ]
    for (const change of wrong) {
      const { run, rpc } = setup()
      expect(await codeOf(run({ ...request, ...change }))).toBe('PROOF_INPUT_MISMATCH')
      expect(rpc.calls).toEqual([])
    }
  })

  it('is not begun on junk from the rollup node', async () => {
    const step = exampleStep()
    const { publicInputProof } = step.source
    const junk = [
      null,
      {},
      [],
      'x',
      { ...step.source, version: 1 },
      { ...step.source, publicInputProof: null },
      { ...step.source, publicInputProof: { ...publicInputProof, merkleProof: 'x' } },
      { ...step.source, publicInputProof: { ...publicInputProof, merkleProof: ['xyz'] } },
      { ...step.source, publicInputProof: { ...publicInputProof, nextTransactions: [{}] } },
      {
        ...step.source,
        publicInputProof: { ...publicInputProof, nextBlock: { ...publicInputProof.nextBlock, miner: '0x' } }
      },
      {
        ...step.source,
        publicInputProof: { ...publicInputProof, nextBlock: { ...publicInputProof.nextBlock, gasUsed: '0x0' } }
      }
    ]
    for (const source of junk) {
      const { run } = setup({ step: { ...step, source: source as typeof step.source } })
      expect(await codeOf(run()), JSON.stringify(source)).toBe('PROOF_INPUT_MISMATCH')
    }
  })

  it('has the passer’s balance to the last wei, also where JSON numbers lose some', async () => {
    const step = exampleStep({ l2ToL1MessagePasserBalance: Number('123456789012345678901') })
    const balance = 123_456_789_012_345_678_901n
    const storageHash = step.destination.withdrawalStorageRoot
    const { run, asked } = setup({ step, l2: () => ({ balance: `0x${balance.toString(16)}`, storageHash }) })
    const calldata = await run()
    if (calldata.kind !== 'zkevm') throw new Error('wrong kind')
    expect(BigInt(calldata.proof.publicInputProof.l2ToL1MessagePasserBalance)).toBe(balance)
    expect(asked.at(-1)).toEqual(['0x4200000000000000000000000000000000000003', [], '0x65'])
    const other = setup({ step, l2: () => ({ balance: '0x1', storageHash: `0x${'1'.repeat(64)}` }) })
    expect(await codeOf(other.run())).toBe('PROOF_INPUT_MISMATCH')
  })

  it('is not begun on the trace of another block, or on none', async () => {
    expect(await codeOf(setup({ trace: { header: { hash: '0x12' } } }).run())).toBe('PROOF_INPUT_MISMATCH')
    expect(await codeOf(setup({ trace: () => null }).run())).toBe('PROOF_INPUT_MISMATCH')
    expect(await codeOf(setup({ trace: unreachable }).run())).toBe('TRACE_UNAVAILABLE')
  })
})
