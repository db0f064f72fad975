/** Who may submit the next output. */
export type RoundKind = 'priority' | 'public' | 'trusted'

/** Why the submitter waits. One word of the domain each; the texts are the renderer's. */
export const waitReasons = [
  'ROLE_OFF',
  'NO_KEY',
  'NETWORK_HALTED',
  'V1_STILL_RULES',
  'NOT_REGISTERED',
  'NOT_ACTIVE',
  'IN_JAIL',
  'BOND_TOO_SMALL',
  'ETH_TOO_LOW',
  'OUTPUT_NOT_DUE',
  'NODE_BEHIND',
  'OTHERS_PRIORITY_ROUND',
  'PUBLIC_ROUND_NOT_ALLOWED',
  'TRUSTED_ONLY',
  'SUBMISSION_PENDING',
  'SIMULATION_REVERTS',
  'SIGNING_PAUSED',
  'SOURCES_DISAGREE'
] as const
export type WaitReason = (typeof waitReasons)[number]

type Common = {
  /** Index and L2 block of the next output: `nextOutputIndex`, `nextBlockNumber`. */
  outputIndex: bigint
  l2BlockNumber: bigint
  /** L1 chain time from which the next output may be submitted: `nextOutputMinL2Timestamp`. */
  dueAtSec: number
  /** First second of the public round, null when there is none (trusted validator's turn). */
  publicRoundAtSec: number | null
  /** When the state must be read again at the latest, L1 chain time. */
  nextLookAtSec: number
  /** The last second in which acting still helps (end of my priority round), or null. */
  deadlineSec: number | null
  /** The account's key is on a device: its owner is asked for the signature. */
  byDevice?: true
}

/** What the submitter does next and why: the same value drives the loop and the screen. */
export type SubmitDecision =
  | (Common & { kind: 'submit'; round: RoundKind })
  | (Common & {
      kind: 'wait'
      reason: WaitReason
      /** When the reason is expected to end, L1 chain time; null when only an event ends it. */
      untilSec: number | null
    })
