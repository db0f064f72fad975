import { asserterTimeoutDrill } from './asserter-timeout.ts'
import { challengeZkEvmDrill, challengeZkVmDrill } from './challenge-proof.ts'
import { challengerTimeoutDrill } from './challenger-timeout.ts'
import { commissionDrill } from './commission.ts'
import { defendDrill } from './defend.ts'
import { dismissedDrill } from './dismissed.ts'
import type { Drill } from './drill.ts'
import { ec2CapDrill } from './ec2-cap.ts'
import { ec2ColdStartDrill } from './ec2-cold-start.ts'
import { ec2OrphanDrill } from './ec2-orphan.ts'
import { envImportDrill } from './env-import.ts'
import { forceDeleteDrill } from './force-delete.ts'
import { invalidProofDrill } from './invalid-proof.ts'
import { invalidProofZkVmDrill } from './invalid-proof-zkvm.ts'
import { jailUnjailDrill } from './jail-unjail.ts'
import { killMidBisectionDrill } from './kill-mid-bisection.ts'
import { manyChallengersDrill } from './many-challengers.ts'
import { provingTimeoutDrill } from './proving-timeout.ts'
import { registerDrill } from './register.ts'
import { submitDrill } from './submit.ts'
import { withdrawLedgerDrill } from './withdraw-ledger.ts'

/** Every drill by its name. A new one: a file beside this, one line here. */
export const drills: readonly Drill[] = [
  submitDrill,
  registerDrill,
  commissionDrill,
  jailUnjailDrill,
  withdrawLedgerDrill,
  envImportDrill,
  challengeZkEvmDrill,
  challengeZkVmDrill,
  defendDrill,
  asserterTimeoutDrill,
  challengerTimeoutDrill,
  provingTimeoutDrill,
  invalidProofDrill,
  invalidProofZkVmDrill,
  forceDeleteDrill,
  manyChallengersDrill,
  dismissedDrill,
  killMidBisectionDrill,
  ec2ColdStartDrill,
  ec2OrphanDrill,
  ec2CapDrill
]

export const findDrill = (name: string): Drill | null => drills.find((drill) => drill.name === name) ?? null
