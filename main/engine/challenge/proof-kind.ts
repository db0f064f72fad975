import type { ProofStep } from '../../../shared/domain/challenge.ts'
import type { L2Schedule } from './view.ts'

/** Time of an L2 block in unix seconds. */
export const l2TimeSec = (block: bigint, schedule: L2Schedule): number =>
  schedule.genesisL2TimeSec + Number(block - schedule.genesisL2Number) * schedule.blockTimeSec

/** Which prover a block needs: the zkVM from the MPT fork on. Protocol: proofs. */
export function proofStep(targetBlock: bigint, schedule: L2Schedule): ProofStep {
  const { kromaMptTimeSec } = schedule
  const forked = kromaMptTimeSec !== null && l2TimeSec(targetBlock, schedule) >= kromaMptTimeSec
  return { kind: forked ? 'zkvm' : 'zkevm', targetBlock }
}
