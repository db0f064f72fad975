import { chainProblems } from './chain-problems.ts'
import type { Problem } from './health-book.ts'
import type { HealthInput } from './health-input.ts'
import { proverProblems } from './prover-problems.ts'
import { validatorProblems } from './validator-problems.ts'
import { workProblems } from './work-problems.ts'

/** Everything that is out of order at one moment. Pure. */
export const assess = (input: HealthInput): Problem[] => [
  ...chainProblems(input),
  ...validatorProblems(input),
  ...workProblems(input),
  ...proverProblems(input)
]
