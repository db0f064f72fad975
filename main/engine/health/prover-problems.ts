import type { ServiceHealth } from '../prover/prover-health.ts'
import type { Problem } from './health-book.ts'
import type { HealthInput } from './health-input.ts'

type Provers = Pick<HealthInput, 'provers' | 'proofStore'>

/** What is wrong with the services that proofs come from, before and while a proof is wanted. */
export const proverProblems = ({ provers = [], proofStore = null }: Provers): Problem[] => [
  ...provers.flatMap(serviceProblem),
  ...(proofStore
    ? [{ code: proofStore.code, severity: 'warning', subject: 'proofs', message: proofStore.message } as const]
    : [])
]

/** A prover that is off is in order while nothing is to be proven (many are started only then); that a proof fails is said by its dispute. */
function serviceProblem({ service, origin, ok, code, message }: ServiceHealth): Problem[] {
  if (ok !== false || code === null) return []
  const off = code === 'PROVER_UNREACHABLE' || code === 'PROVER_TIMEOUT'
  return [{ code, severity: off ? 'notice' : 'warning', subject: `${service} ${origin}`, message: message ?? code }]
}
