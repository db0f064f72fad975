import { describe, expect, it } from 'vitest'
import { networkPresets } from '../../../shared/contracts/networks.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { connectProver } from './connect-prover.ts'
import type { PostText } from './post-text.ts'
import { exampleStep } from './testing/example-step.ts'
import { memoryProofStore } from './testing/memory-proof-store.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const pool = { request: async () => null } as unknown as RpcPool
const { addresses } = networkPresets.sepolia
const network = { name: 'x', label: 'X', practice: false, l1ChainId: 1, l2ChainId: 2, addresses }
const zkVm = { witnessUrl: 'http://witness:3030', proverUrl: 'http://key:pass@zkvm:3031/secret' }

const connect = (prover: EngineConfig['prover'] | null, post: PostText) =>
  connectProver({
    config: { network, rpc: { l1: [], l2: ['http://l2:8545'], rollup: [] }, ...(prover && { prover }) },
    pools: { l1: pool, l2: pool, rollup: pool },
    post,
    store: memoryProofStore(),
    clock: new ManualClock(5),
    log: quiet
  })

describe('the prover of a configuration', () => {
  it('makes the kinds of proofs that something is configured for', async () => {
    const post: PostText = async () => ({ status: 200, text: '' })
    const none = connect(null, post)
    expect([none.kinds, none.health()]).toEqual([{ zkevm: false, zkvm: false }, []])
    const { request } = exampleStep()
    await expect(none.prove(request, new AbortController().signal)).rejects.toMatchObject({ code: 'PROVER_MISSING' })
    expect(connect({ zkEvmUrl: 'http://a', zkVm: null, timeoutMs: 1 }, post).kinds).toEqual({
      zkevm: true,
      zkvm: false
    })
    expect(connect({ zkEvmUrl: null, zkVm, timeoutMs: 1 }, post).kinds).toEqual({ zkevm: false, zkvm: true })
  })

  it('tells how its services are, by origin only', async () => {
    const post: PostText = async ({ url, body }) => {
      const { id, method } = JSON.parse(body) as { id: number; method: string }
      expect(method).toBe('spec')
      if (url.includes('witness')) throw new AppError({ code: 'HTTP_UNREACHABLE', reason: 'ECONNREFUSED' })
      return { status: 200, text: `{"id":${id},"result":{}}` }
    }
    const prover = connect({ zkEvmUrl: 'https://evm:6000/k', zkVm, timeoutMs: 1 }, post)
    expect(prover.health().map(({ ok }) => ok)).toEqual([null, null, null])
    await prover.probe(new AbortController().signal)
    expect(prover.health()).toMatchObject([
      { service: 'zkEVM prover', origin: 'https://evm:6000', ok: true, code: null, atMs: 5 },
      { service: 'witness generator', origin: 'http://witness:3030', ok: false, code: 'PROVER_UNREACHABLE' },
      { service: 'zkVM prover', origin: 'http://zkvm:3031', ok: true }
    ])
    expect(prover.storeProblem()).toBeNull()
  })

  it('stops asking when it is told to', async () => {
    const stop = new AbortController()
    const prover = connect({ zkEvmUrl: 'http://a', zkVm, timeoutMs: 1 }, () => new Promise(() => {}))
    const probing = prover.probe(stop.signal)
    stop.abort()
    await expect(probing).rejects.toBeInstanceOf(AbortedError)
  })
})
