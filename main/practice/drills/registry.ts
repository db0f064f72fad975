import { challengeZkEvmDrill, challengeZkVmDrill } from './challenge-proof.ts'
import type { Drill } from './drill.ts'
import { submitDrill } from './submit.ts'

/** Every drill by its name. A new one: a file beside this, one line here. */
export const drills: readonly Drill[] = [submitDrill, challengeZkEvmDrill, challengeZkVmDrill]

export const findDrill = (name: string): Drill | null => drills.find((drill) => drill.name === name) ?? null
