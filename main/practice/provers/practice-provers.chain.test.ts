import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, type Hex, http, zeroHash } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { zkProofVerifierAbi } from '../../../shared/contracts/abi/zk-proof-verifier.ts'
import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import { recomputeOutputRoot } from '../../engine/chain/output-root.ts'
import { createRpcPool } from '../../engine/chain/rpc-pool.ts'
import type { RpcPool } from '../../engine/chain/types.ts'
import { type ProofCalldata, type ProofRequest, proofKey } from '../../engine/challenge/proof-port.ts'
import type { Logger } from '../../engine/ports.ts'
import { type ConnectedProver, connectProver } from '../../engine/prover/connect-prover.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { postText } from '../../net/post-text.ts'
import { openProofStore } from '../../store/proof-store.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { practicePlace } from '../practice-place.ts'
import type { ProveOnce } from './testing/prove-once.ts'

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const never = new AbortController().signal

let network: PracticeNetwork
let pools: { l1: RpcPool; l2: RpcPool; rollup: RpcPool }
let folder: string
let prover: ConnectedProver
let stages: ProofProgress['stage'][]

beforeAll(async () => {
  network = await startPracticeNetwork({ seed: 3, mining: 'manual', log, signal: never })
  const { rpc } = practicePlace(network)
  const pool = (role: 'l1' | 'l2' | 'rollup') =>
    createRpcPool({ role, urls: rpc[role], clock: systemClock, log, defaultTimeoutMs: 5_000 })
  pools = { l1: pool('l1'), l2: pool('l2'), rollup: pool('rollup') }
})
afterAll(async () => {
  for (const pool of Object.values(pools ?? {})) pool.close()
  await network?.stop()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proofs-'))
  prover = connect()
})
afterEach(async () => {
  network.provers.setFaults({ zkEvm: null, witness: null, zkVm: null })
  network.provers.setDelays({ zkEvm: 5, witness: 5, zkVm: 5 })
  network.provers.setEncoding('arrays')
  await rm(folder, { recursive: true })
})

function connect(): ConnectedProver {
  const place = practicePlace(network)
  stages = []
  const made: ConnectedProver = connectProver({
    config: { ...place, prover: { ...place.prover, timeoutMs: 30_000 } },
    pools,
    post: postText,
    store: openProofStore(folder),
    clock: systemClock,
    log,
    limits: { pollMs: 20 },
    jitter: () => 0,
    onProgress(key) {
      const stage = made.progress(key)?.stage
      if (stage && stages.at(-1) !== stage) stages.push(stage)
    }
  })
  return made
}

async function requestFor(kind: ProofRequest['kind'], targetBlock: bigint): Promise<ProofRequest> {
  const preMpt = kind === 'zkevm'
  const rootAt = (l2BlockNumber: bigint) => recomputeOutputRoot({ l2Pool: pools.l2, l2BlockNumber, preMpt })
  const { hash } = await network.l2.rpc<{ hash: Hex }>('eth_getBlockByNumber', [`0x${targetBlock.toString(16)}`, false])
  const head = await network.l1.rpc<{ parentHash: Hex }>('eth_getBlockByNumber', ['latest', false])
  return {
    kind,
    outputIndex: 1n,
    challenger: network.accounts.operator.address,
    sourceBlock: targetBlock - 1n,
    targetBlock,
    targetBlockHash: hash,
    l1Head: head.parentHash,
    sourceRoot: await rootAt(targetBlock - 1n),
    destinationRoot: await rootAt(targetBlock)
  }
}

/** A process of its own that asks for the proof, killed as soon as `begun` says so. */
async function killWhileProving(request: ProofRequest, begun: () => boolean): Promise<void> {
  const place = practicePlace(network)
  const told: ProveOnce = {
    folder,
    config: { ...place, prover: { ...place.prover, timeoutMs: 30_000 } },
    request: JSON.parse(JSON.stringify(request, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)))
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/prove-once.ts'), JSON.stringify(told)])
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  await expect.poll(begun, { timeout: 20_000, interval: 10 }).toBe(true)
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
}

/** What the deployed contract says, asked without the engine's eyes. */
function verify(request: ProofRequest, calldata: ProofCalldata): Promise<Hex> {
  const client = createPublicClient({ transport: http(network.l1.httpUrl), cacheTime: 0 })
  const contract = { abi: zkProofVerifierAbi, address: network.addresses.ZKProofVerifier }
  const { sourceRoot, l1Head } = request
  return calldata.kind === 'zkevm'
    ? client.readContract({
        ...contract,
        functionName: 'verifyZkEvmProof',
        args: [calldata.proof, sourceRoot, zeroHash]
      })
    : client.readContract({
        ...contract,
        functionName: 'verifyZkVmProof',
        args: [calldata.proof, sourceRoot, zeroHash, l1Head]
      })
}

describe('after a SIGKILL in the middle of a proof', () => {
  afterEach(() => network.setMptTimeSec(null))

  it.each([
    ['zkevm', 'zkEvm', 22n],
    ['zkvm', 'zkVm', 23n]
  ] as const)('the next process has the %s proof without a second one being begun', async (kind, part, block) => {
    if (kind === 'zkvm') network.setMptTimeSec(network.genesisSec)
    network.provers.setDelays({ [part]: 1_500 })
    const request = await requestFor(kind, block)
    const before = network.provers.requests()[part]
    await killWhileProving(request, () => network.provers.requests()[part] > before)
    await expect(verify(request, await prover.prove(request, never))).resolves.toMatch(/^0x/)
    expect(network.provers.requests()[part]).toBe(before + 1)
  })
})

describe('zkEVM proofs from the practice prover', () => {
  it.each(['arrays', 'base64', 'hex'] as const)('are taken by the contract, written as %s', async (encoding) => {
    network.provers.setEncoding(encoding)
    for (const block of [3n, 20n, 37n]) {
      const request = await requestFor('zkevm', block)
      const calldata = await prover.prove(request, never)
      await expect(verify(request, calldata)).resolves.toMatch(/^0x/)
    }
    expect(stages).toEqual([
      'collecting',
      'proving',
      'ready',
      'collecting',
      'proving',
      'ready',
      'collecting',
      'proving',
      'ready'
    ])
  })

  it('are made once for several askers, and never again after a restart', async () => {
    const request = await requestFor('zkevm', 25n)
    const before = network.provers.requests().zkEvm
    const [first, second] = await Promise.all([prover.prove(request, never), prover.prove(request, never)])
    expect(second).toEqual(first)
    prover = connect()
    expect(await prover.prove(request, never)).toEqual(first)
    expect(network.provers.requests().zkEvm).toBe(before + 1)
  })

  it('are refused when they are about another block, and good once the prover is', async () => {
    const request = await requestFor('zkevm', 26n)
    network.provers.setFaults({ zkEvm: 'another-block' })
    await expect(prover.prove(request, never)).rejects.toMatchObject({ code: 'PROOF_REFUSED', retryable: true })
    network.provers.setFaults({ zkEvm: null })
    await expect(prover.prove(request, never)).rejects.toMatchObject({ code: 'PROOF_REFUSED' })
    await expect(verify(request, await prover.prove(request, never))).resolves.toMatch(/^0x/)
  })

  it.each([
    ['error', 'PROVER_FAILED'],
    ['nothing', 'PROVER_BAD_ANSWER'],
    ['junk', 'PROVER_BAD_ANSWER'],
    ['html', 'PROVER_BAD_ANSWER'],
    ['too-short', 'PROVER_BAD_ANSWER']
  ] as const)('with the fault %s end as %s', async (fault, code) => {
    network.provers.setFaults({ zkEvm: fault })
    const request = await requestFor('zkevm', 27n)
    await expect(prover.prove(request, never)).rejects.toMatchObject({ code })
    expect(prover.progress(proofKey(request))).toMatchObject({ stage: 'failed', message: expect.any(String) })
  })

  it('refuses a step whose roots the chain does not have', async () => {
    const request = await requestFor('zkevm', 28n)
    for (const wrong of [{ sourceRoot: zeroHash }, { destinationRoot: zeroHash }, { targetBlockHash: zeroHash }])
      await expect(prover.prove({ ...request, ...wrong }, never)).rejects.toMatchObject({
        code: 'PROOF_INPUT_MISMATCH'
      })
  })
})

describe('zkVM proofs from the practice services', () => {
  beforeAll(() => network.setMptTimeSec(network.genesisSec))
  afterAll(() => network.setMptTimeSec(null))

  it('are taken by the contract', async () => {
    const request = await requestFor('zkvm', 30n)
    await expect(verify(request, await prover.prove(request, never))).resolves.toMatch(/^0x/)
    expect(stages).toEqual(['collecting', 'witness', 'proving', 'ready'])
    expect(prover.health().map(({ service, ok }) => [service, ok])).toEqual([
      ['zkEVM prover', null],
      ['witness generator', true],
      ['zkVM prover', true]
    ])
  })

  it('are refused by the contract when a byte of them is another one', async () => {
    const request = await requestFor('zkvm', 34n)
    const calldata = await prover.prove(request, never)
    if (calldata.kind !== 'zkvm') throw new Error('a zkVM proof is wanted')
    const { proof } = calldata
    const proofBytes: Hex =
      `${proof.proofBytes.slice(0, 20)}${proof.proofBytes[20] === '0' ? '1' : '0'}${proof.proofBytes.slice(21)}` as Hex
    for (const change of [{ proofBytes }, { zkVmProgramVKey: zeroHash }, { publicValues: '0x' as const }])
      await expect(verify(request, { kind: 'zkvm', proof: { ...proof, ...change } })).rejects.toThrow()
  })

  it('go on where a killed process left off, without asking twice', async () => {
    network.provers.setDelays({ witness: 60, zkVm: 400 })
    const request = await requestFor('zkvm', 31n)
    const before = network.provers.requests()
    const kill = new AbortController()
    const killed = prover.prove(request, kill.signal)
    await expect.poll(() => network.provers.requests().zkVm).toBe(before.zkVm + 1)
    kill.abort()
    await expect(killed).rejects.toMatchObject({ code: 'ABORTED' })
    prover = connect()
    await expect(verify(request, await prover.prove(request, never))).resolves.toMatch(/^0x/)
    prover = connect()
    await prover.prove(request, never)
    const after = network.provers.requests()
    expect(after.zkVm - before.zkVm).toBe(1)
    expect(after.witness - before.witness).toBe(1)
  })

  it('survive one failure of either service', async () => {
    network.provers.setFaults({ witness: { kind: 'failed', times: 1 }, zkVm: { kind: 'failed', times: 1 } })
    const request = await requestFor('zkvm', 32n)
    await expect(verify(request, await prover.prove(request, never))).resolves.toMatch(/^0x/)
  })

  it.each([
    [{ witness: 'failed' }, 'PROVER_FAILED'],
    [{ zkVm: 'failed' }, 'PROVER_FAILED'],
    [{ zkVm: 'another-block' }, 'PROOF_FOR_ANOTHER_BLOCK'],
    [{ zkVm: 'other-program' }, 'PROVER_WRONG_PROGRAM'],
    [{ witness: 'other-version' }, 'PROVER_VERSIONS_DIFFER']
  ] as const)('with %j end as %s', async (faults, code) => {
    network.provers.setFaults(faults)
    const request = await requestFor('zkvm', 33n)
    await expect(prover.prove({ ...request, l1Head: request.l1Head }, never)).rejects.toMatchObject({ code })
    expect(prover.progress(proofKey(request))?.stage).toBe('failed')
  })
})
