import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { type RpcHandler, startJsonRpcServer } from '../json-rpc-server.ts'
import type { ProtocolParams } from '../params.ts'
import { connectRpc, type Rpc } from '../rpc.ts'
import { createFaultBook, type FaultSetting } from './faults.ts'
import { witnessGenerator } from './witness-generator.ts'
import { type ProofEncoding, zkEvmProver } from './zkevm-prover.ts'
import { zkVmProver } from './zkvm-prover.ts'

const parts = ['zkEvm', 'witness', 'zkVm'] as const
export type ProverPart = (typeof parts)[number]

/** The practice network's own provers, three HTTP JSON-RPC servers. Their proofs are signatures that the deployed verifiers accept for exactly the step that was proven. */
export type PracticeProvers = {
  zkEvmUrl: string
  zkVmWitnessUrl: string
  zkVmProverUrl: string
  /** From now on; what is not named stays as it is, null heals. */
  setFaults(faults: Partial<Record<ProverPart, FaultSetting>>): void
  /** How long each piece of work takes, milliseconds of the clock on the wall. At first 300 each. */
  setDelays(delaysMs: Partial<Record<ProverPart, number>>): void
  /** How the zkEVM prover writes bytes. At first arrays of numbers. */
  setEncoding(encoding: ProofEncoding): void
  /** Lets the zkVM prover forget every proof, as its operator can. */
  clearZkVmStore(): void
  /** Pieces of work asked for so far: zkEVM proofs begun, `requestWitness` and `requestProve` calls. */
  requests(): Record<ProverPart, number>
  stop(): Promise<void>
}

type Options = {
  l1: Rpc
  /** The L2 node of validators, with the proofs of older blocks. */
  l2Url: string
  l2ChainId: number
  rollupUrl: string
  params: Pick<ProtocolParams, 'dummyHash' | 'maxTxs'>
  proverKey: Secret<Hex>
  programVKey: Hash
  clock: Clock
  signal: AbortSignal
}

const firstDelayMs = 300
const maxBodyBytes = 64 * 1024 * 1024
const perPart = <T>(make: (part: ProverPart) => T): Record<ProverPart, T> =>
  ({ zkEvm: make('zkEvm'), witness: make('witness'), zkVm: make('zkVm') }) as Record<ProverPart, T>

export async function startPracticeProvers(options: Options): Promise<PracticeProvers> {
  const { clock, programVKey } = options
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const faults = perPart(createFaultBook)
  const delaysMs = perPart(() => firstDelayMs)
  const requests = perPart(() => 0)
  let encoding: ProofEncoding = 'arrays'

  const l2 = connectRpc({ url: options.l2Url, signal })
  const rollup = connectRpc({ url: options.rollupUrl, signal })
  const proverKey = options.proverKey.reveal()
  const common = (part: ProverPart) => ({
    l2,
    programVKey,
    proverKey,
    clock,
    signal,
    faults: faults[part],
    delayMs: () => delaysMs[part],
    onRequest: () => {
      requests[part] += 1
    }
  })
  const mptTimeSec = async (): Promise<number | null> =>
    (await rollup<{ kroma_mpt_time?: number }>('optimism_rollupConfig')).kroma_mpt_time ?? null

  const evm = common('zkEvm')
  const vm = zkVmProver({ ...common('zkVm'), mptTimeSec })
  const handlers: Record<ProverPart, RpcHandler> = {
    zkEvm: zkEvmProver({
      ...evm,
      ...options.params,
      onProof: evm.onRequest,
      chainId: options.l2ChainId,
      encoding: () => encoding
    }),
    witness: witnessGenerator({ ...common('witness'), l1: options.l1 }),
    zkVm: vm.handle
  }
  const servers = await Promise.all(
    parts.map((part) => startJsonRpcServer({ handle: handlers[part], maxBodyBytes, signal }))
  )
  const [zkEvm, witness, zkVm] = servers.map(({ url }) => url)
  return {
    zkEvmUrl: zkEvm ?? '',
    zkVmWitnessUrl: witness ?? '',
    zkVmProverUrl: zkVm ?? '',
    setFaults(wanted) {
      for (const part of parts) if (wanted[part] !== undefined) faults[part].set(wanted[part])
    },
    setDelays: (wanted) => void Object.assign(delaysMs, wanted),
    setEncoding: (wanted) => {
      encoding = wanted
    },
    clearZkVmStore: vm.clearStore,
    requests: () => ({ ...requests }),
    async stop() {
      ending.abort(new Error('the practice provers stop'))
      await Promise.all(servers.map((server) => server.stop()))
    }
  }
}
