import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import { failed, ok, warning } from '../check.ts'

/** A rollup node that reads L1 this late makes outputs late. */
const lateSec = 180

type Chains = { l1ChainId: number; l2ChainId: number }

export function judgeRollupChain(found: Chains, expected: Chains): DoctorFinding {
  const value = `L1 ${found.l1ChainId}, L2 ${found.l2ChainId}`
  return found.l1ChainId === expected.l1ChainId && found.l2ChainId === expected.l2ChainId
    ? ok(value)
    : failed(
        value,
        `The node must serve L1 ${expected.l1ChainId} and L2 ${expected.l2ChainId}: correct rpc.rollup or the network in the settings.`
      )
}

export type NodeSync = {
  l2Head: 'safe' | 'finalized'
  headBlock: bigint
  /** L1 block that the node has read so far, behind the newest that it knows. */
  l1BehindSec: number
  /** Null where the contracts cannot be asked. */
  newestOutputBlock: bigint | null
}

export function judgeSync({ l2Head, headBlock, l1BehindSec, newestOutputBlock }: NodeSync): DoctorFinding {
  const value = `${l2Head} L2 head ${headBlock}, ${l1BehindSec} s behind in reading L1${newestOutputBlock === null ? '' : `, newest output at ${newestOutputBlock}`}`
  if (newestOutputBlock !== null && headBlock < newestOutputBlock)
    return failed(value, 'The node has not reached the newest output: nothing is submitted until it has. Let it sync.')
  if (l1BehindSec > lateSec)
    return warning(value, 'The node reads L1 late: check its own L1 endpoint, and that the machine keeps up.')
  return ok(value)
}
