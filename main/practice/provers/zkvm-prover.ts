import { hexToString, keccak256 } from 'viem'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { RpcFault, type RpcHandler } from '../json-rpc-server.ts'
import { signZkVmProof, zkVmPublicValues } from '../prover-signature.ts'
import type { Rpc } from '../rpc.ts'
import type { FaultBook } from './faults.ts'
import { createJobs } from './jobs.ts'
import { trueStep } from './true-step.ts'
import { practiceSp1Version, type ZkVmSubject, zkVmSubject } from './zkvm-subject.ts'

type Deps = {
  l2: Rpc
  mptTimeSec: () => Promise<number | null>
  proverKey: Hex
  programVKey: Hash
  faults: FaultBook
  delayMs: () => number
  onRequest: () => void
  clock: Clock
  signal: AbortSignal
}

type Proof = { publicValues: Hex; proof: Hex }

export type ZkVmProver = {
  handle: RpcHandler
  /** Empties its proof store, as its operator can. */
  clearStore(): void
}

/** `spec`, `requestProve` and `getProof` of a zkVM prover's proxy. The roots that it signs are the chain's own. A proof that is there is never made anew. */
export function zkVmProver(deps: Deps): ZkVmProver {
  const { l2, faults, programVKey, proverKey } = deps
  const jobs = createJobs<Proof>(deps)
  const begun = new Map<string, number>()

  async function prove({ blockHash, l1Head }: ZkVmSubject): Promise<Proof> {
    const step = await trueStep({ l2, blockHash, mptTimeSec: await deps.mptTimeSec() })
    const destinationOutputRoot = faults.takes('another-block') ? keccak256(blockHash) : step.destinationRoot
    const publicValues = zkVmPublicValues({ sourceOutputRoot: step.sourceRoot, destinationOutputRoot, l1Head })
    return { publicValues, proof: await signZkVmProof({ proverKey, programVKey, publicValues }) }
  }

  function request(subject: ZkVmSubject, witness: unknown): string {
    if (!belongsTo(subject, witness)) throw new RpcFault(-32000, 'the witness is not of this block and L1 head')
    deps.onRequest()
    if (['None', 'Failed'].includes(jobs.look(subject.key).status))
      begun.set(subject.key, (begun.get(subject.key) ?? 0) + 1)
    const fails = faults.takes('failed')
    const stuck = faults.takes('stuck')
    return jobs.request(subject.key, () => {
      if (fails) throw new Error('failed on purpose')
      return stuck ? new Promise<never>(() => {}) : prove(subject)
    })
  }

  function answer({ key }: ZkVmSubject): object {
    const { status, value } = jobs.look(key)
    const proof = value?.proof ?? ''
    return {
      request_status: status,
      program_key: faults.takes('other-program') ? keccak256(programVKey) : programVKey,
      request_id:
        status === 'None' ? '' : `practice-${keccak256(`0x${key.slice(2, 66)}`).slice(2, 18)}-${begun.get(key)}`,
      // Without 0x, as the real proxy writes it.
      public_values: value?.publicValues.slice(2) ?? '',
      proof: value && faults.takes('too-short') ? '' : proof
    }
  }

  const handle: RpcHandler = async (method, params) => {
    if (method === 'spec') {
      const sp1_version = faults.takes('other-version') ? 'v3.9.9' : practiceSp1Version
      return { version: '0.1.0-practice', sp1_version, program_key: programVKey }
    }
    if (method !== 'requestProve' && method !== 'getProof')
      throw new RpcFault(-32601, `the method ${method} does not exist/is not available`)
    const subject = zkVmSubject(params)
    const broken = faults.answers()
    if (broken) return broken.result
    return method === 'requestProve' ? request(subject, params[2]) : answer(subject)
  }
  return { handle, clearStore: jobs.forgetAll }
}

function belongsTo({ blockHash, l1Head }: ZkVmSubject, witness: unknown): boolean {
  if (typeof witness !== 'string') return false
  try {
    const named = JSON.parse(hexToString(`0x${witness}`)) as { blockHash?: unknown; l1Head?: unknown }
    return named.blockHash === blockHash && named.l1Head === l1Head
  } catch {
    return false
  }
}
