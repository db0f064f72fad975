import { asserterTimeoutDrill } from './asserter-timeout.ts'
import { challengeZkEvmDrill, challengeZkVmDrill } from './challenge-proof.ts'
import { challengerTimeoutDrill } from './challenger-timeout.ts'
import { defendDrill } from './defend.ts'
import type { Drill } from './drill.ts'
import { forceDeleteDrill } from './force-delete.ts'
import { provingTimeoutDrill } from './proving-timeout.ts'
import { submitDrill } from './submit.ts'

/** Every drill by its name. A new one: a file beside this, one line here. */
export const drills: readonly Drill[] = [
  submitDrill,
  challengeZkEvmDrill,
  challengeZkVmDrill,
  defendDrill,
  asserterTimeoutDrill,
  challengerTimeoutDrill,
  provingTimeoutDrill,
  forceDeleteDrill
]

export const findDrill = (name: string): Drill | null => drills.find((drill) => drill.name === name) ?? null
