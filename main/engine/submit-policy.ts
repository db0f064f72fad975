import type { EngineConfig } from './engine-config.ts'
import type { SubmitPolicy } from './submitter/view.ts'

/** The least gas that a submission takes. */
const leastGas = 190_000n

/** How the submitter decides and how often it looks. `l2BlockTimeSec` is the pace at which the own node can catch up. */
export const submitPolicy = ({ roles, fees }: EngineConfig, l2BlockTimeSec: number): SubmitPolicy => ({
  submitter: roles.submitter,
  publicRound: roles.publicRound,
  leadSec: 5,
  safetyLookSec: 300,
  nodeLookSec: Math.max(1, l2BlockTimeSec),
  retrySec: 30,
  minEthWei: leastGas * fees.minPriorityFeeWei
})
