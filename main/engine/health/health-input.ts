import type { ObjectionView } from '../../../shared/domain/guard.ts'
import type { Severity } from '../../../shared/domain/health.ts'
import type { EndpointView, Head, PendingTxView } from '../../../shared/domain/snapshot.ts'
import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import type { Thinning } from '../budget/decide-thinning.ts'
import type { SyncStatus } from '../chain/types.ts'
import type { ServiceHealth } from '../prover/prover-health.ts'
import type { Hands } from '../submitter/view.ts'
import type { SigningPause } from '../tx/types.ts'

/** Everything that the state of health is judged by. Amounts in wei, `nowMs` by the own clock. */
export type HealthInput = {
  nowMs: number
  startedAtMs: number
  /** Before, heads and node are not watched yet. */
  gatesPassed: boolean
  /** On the practice network the chain's time may be moved on purpose. */
  practice: boolean
  head: (Head & { seenAtMs: number }) | null
  chainNowSec: number | null
  /** So long without a new head is out of the ordinary. */
  staleAfterMs: number
  sync: SyncStatus | null
  nodeAnsweredAtMs: number | null
  endpoints: readonly EndpointView[]
  validator: ValidatorView | null
  decision: SubmitDecision | null
  pending: readonly PendingTxView[]
  paused: SigningPause | null
  /** What other sources of L1 contradict, and those of them that are silent. */
  objections?: readonly ObjectionView[]
  silentSources?: readonly { origin: string; why: string }[]
  /** Last error of each part that does not work now, by the part's name. */
  faults: ReadonlyMap<string, { code: string; message: string; severity?: Severity }>
  invalidOutputs: readonly bigint[]
  signs: Hands
  /** How much slower is polled, to stay within a limit of requests. */
  thinning: Thinning
  maxFeePerGasCapWei: bigint
  /** Left out where no proof can be made. */
  provers?: readonly ServiceHealth[]
  /** Why proofs cannot be kept. */
  proofStore?: { code: string; message: string } | null
}
