import { stringToHex } from 'viem'
import type { Hash } from '../../../shared/domain/hex.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { RpcFault, type RpcHandler } from '../json-rpc-server.ts'
import type { Rpc } from '../rpc.ts'
import type { FaultBook } from './faults.ts'
import { createJobs } from './jobs.ts'
import { practiceSp1Version, zkVmSubject } from './zkvm-subject.ts'

type Deps = {
  l1: Rpc
  l2: Rpc
  programVKey: Hash
  faults: FaultBook
  delayMs: () => number
  onRequest: () => void
  clock: Clock
  signal: AbortSignal
}

/** `spec`, `requestWitness` and `getWitness` of a zkVM witness generator. */
export function witnessGenerator(deps: Deps): RpcHandler {
  const { l1, l2, programVKey, faults } = deps
  const jobs = createJobs<string>(deps)

  async function witness({ blockHash, l1Head }: { blockHash: Hash; l1Head: Hash }): Promise<string> {
    const [block, head] = await Promise.all([
      l2('eth_getBlockByHash', [blockHash, true]),
      l1('eth_getBlockByHash', [l1Head, false])
    ])
    if (!block || !head) throw new Error('unknown block')
    return stringToHex(JSON.stringify({ blockHash, l1Head, block })).slice(2)
  }

  return async (method, params) => {
    if (method === 'spec') {
      const sp1_version = faults.takes('other-version') ? 'v3.9.9' : practiceSp1Version
      return { version: '0.1.0-practice', sp1_version, vkey_hash: programVKey }
    }
    if (method !== 'requestWitness' && method !== 'getWitness')
      throw new RpcFault(-32601, `the method ${method} does not exist/is not available`)
    const subject = zkVmSubject(params)
    const broken = faults.answers()
    if (broken) return broken.result
    if (method === 'requestWitness') {
      deps.onRequest()
      const fails = faults.takes('failed')
      const stuck = faults.takes('stuck')
      return jobs.request(subject.key, () => {
        if (fails) throw new Error('failed on purpose')
        return stuck ? new Promise<never>(() => {}) : witness(subject)
      })
    }
    const { status, value } = jobs.look(subject.key)
    return { status, vkey_hash: programVKey, witness: value ?? '' }
  }
}
