import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { ProofRequest } from '../challenge/proof-port.ts'
import { looseHex } from './prover-bytes.ts'
import { proverError } from './prover-error.ts'
import type { ServiceRpc } from './service-rpc.ts'

export const requestStatuses = ['None', 'Processing', 'Completed', 'Failed'] as const
export type RequestStatus = (typeof requestStatuses)[number]

type Subject = Pick<ProofRequest, 'targetBlockHash' | 'l1Head'>
export type Witness = { status: RequestStatus; programVKey: Hash | null; witness: string | null }
export type VmProof = {
  status: RequestStatus
  programVKey: Hash | null
  /** The proving network's name for the work. */
  requestId: string | null
  publicValues: Hex | null
  proof: Hex | null
}
export type Spec = { sp1Version: string; programVKey: Hash | null }

/** The witness generator and the zkVM prover's proxy, checked and typed. Every method throws the service's errors of ServiceRpc. */
export type ZkVmServices = {
  specs(signal: AbortSignal): Promise<{ witness: Spec; prover: Spec }>
  requestWitness(subject: Subject, signal: AbortSignal): Promise<RequestStatus>
  getWitness(subject: Subject, signal: AbortSignal): Promise<Witness>
  requestProve(subject: Subject, witness: string, signal: AbortSignal): Promise<RequestStatus>
  getProof(subject: Subject, signal: AbortSignal): Promise<VmProof>
}

type Deps = { witness: ServiceRpc; prover: ServiceRpc; timeoutMs: number; maxWitnessBytes: number }

export function createZkVmServices({ witness, prover, timeoutMs, maxWitnessBytes }: Deps): ZkVmServices {
  const call = (method: string, params: readonly unknown[], signal: AbortSignal) => ({
    method,
    params,
    signal,
    timeoutMs
  })
  const about = ({ targetBlockHash, l1Head }: Subject): Hash[] => [targetBlockHash, l1Head]
  return {
    async specs(signal) {
      const [first, second] = await Promise.all([
        witness.ask(call('spec', [], signal)),
        prover.ask(call('spec', [], signal))
      ])
      return { witness: readSpec(first, witness), prover: readSpec(second, prover) }
    },
    requestWitness: async (subject, signal) =>
      readStatus(await witness.ask(call('requestWitness', about(subject), signal)), 'requestWitness', witness),
    getWitness: async (subject, signal) =>
      readWitness(
        await witness.ask({ ...call('getWitness', about(subject), signal), maxBytes: maxWitnessBytes }),
        witness
      ),
    requestProve: async (subject, text, signal) =>
      readStatus(await prover.ask(call('requestProve', [...about(subject), text], signal)), 'requestProve', prover),
    getProof: async (subject, signal) => readProof(await prover.ask(call('getProof', about(subject), signal)), prover)
  }
}

function bad(rpc: ServiceRpc, detail: string): never {
  throw proverError({ code: 'PROVER_BAD_ANSWER', service: rpc.service, detail })
}

function fieldsOf(value: unknown, method: string, rpc: ServiceRpc): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  return bad(rpc, `${method}: ${value === null ? 'nothing' : 'no object'}`)
}

/** The word alone, or in the field that the service has for it. */
function readStatus(value: unknown, method: string, rpc: ServiceRpc): RequestStatus {
  const { status, request_status = status } =
    typeof value === 'string' ? { status: value } : fieldsOf(value, method, rpc)
  const known = requestStatuses.find((name) => name === request_status)
  return known ?? bad(rpc, `${method}: no known status`)
}

const emptyHash = /^0x0*$/

/** `program_key` or `vkey_hash`, whichever the service has; empty and all zero say nothing. */
function readKey(fields: Record<string, unknown>, method: string, rpc: ServiceRpc): Hash | null {
  const given = fields.program_key ?? fields.vkey_hash
  if (given === undefined || given === null || given === '') return null
  const key = looseHex(given)
  if (key === null || (key.length !== 66 && !emptyHash.test(key))) return bad(rpc, `${method}: the key is no hash`)
  return emptyHash.test(key) ? null : key
}

function readSpec(value: unknown, rpc: ServiceRpc): Spec {
  const fields = fieldsOf(value, 'spec', rpc)
  const { sp1_version } = fields
  if (typeof sp1_version !== 'string' || sp1_version === '') return bad(rpc, 'spec: no sp1_version')
  return { sp1Version: sp1_version, programVKey: readKey(fields, 'spec', rpc) }
}

function readWitness(value: unknown, rpc: ServiceRpc): Witness {
  const fields = fieldsOf(value, 'getWitness', rpc)
  const status = readStatus(fields, 'getWitness', rpc)
  const { witness } = fields
  const text = typeof witness === 'string' && witness !== '' ? witness : null
  if (status === 'Completed' && text === null) return bad(rpc, 'getWitness: completed without a witness')
  return { status, programVKey: readKey(fields, 'getWitness', rpc), witness: text }
}

function readProof(value: unknown, rpc: ServiceRpc): VmProof {
  const fields = fieldsOf(value, 'getProof', rpc)
  const status = readStatus(fields, 'getProof', rpc)
  const { request_id, public_values, proof } = fields
  const bytes = (given: unknown, name: string): Hex | null => {
    if (status !== 'Completed') return null
    const hex = looseHex(given)
    return hex === null || hex === '0x' ? bad(rpc, `getProof: completed without ${name}`) : hex
  }
  return {
    status,
    programVKey: readKey(fields, 'getProof', rpc),
    requestId: typeof request_id === 'string' && /^[\w-]{1,100}$/.test(request_id) ? request_id : null,
    publicValues: bytes(public_values, 'public values'),
    proof: bytes(proof, 'a proof')
  }
}
