import type { BudgetName } from '../../../shared/domain/rpc-budget.ts'
import type { Problem } from './health-book.ts'
import type { HealthInput } from './health-input.ts'

/** What is wrong with the work in hand: transactions, roots, outputs, parts of the engine. */
export const workProblems = (input: HealthInput): Problem[] => [
  ...feeCap(input),
  ...paused(input),
  ...sources(input),
  ...objections(input),
  ...silence(input),
  ...invalid(input),
  ...thinned(input),
  ...[...input.faults].map(([part, fault]) => faulty(part, fault))
]

const feeCap = ({ pending }: HealthInput): Problem[] =>
  pending
    .filter((tx) => tx.atFeeCap)
    .map((tx) => ({
      code: 'FEE_CAP_REACHED',
      severity: 'critical',
      subject: tx.purpose,
      message: `The transaction for ${tx.purpose} is at the fee cap and cannot be raised further. Raise the cap if it matters now.`
    }))

const paused = ({ paused: pause }: HealthInput): Problem[] =>
  pause ? [{ code: 'SIGNING_PAUSED', severity: 'critical', subject: null, message: pause.message }] : []

/** The part under which the submitter names the endpoints that contradict each other. */
export const rootFault = 'output root'

const sources = ({ decision, faults, objections: told = [] }: HealthInput): Problem[] =>
  decision?.kind === 'wait' && decision.reason === 'SOURCES_DISAGREE' && !faults.has(rootFault) && told.length === 0
    ? [
        {
          code: 'SOURCES_DISAGREE',
          severity: 'critical',
          subject: `L2 block ${decision.l2BlockNumber}`,
          message: `The rollup node and the L2 node give different output roots for block ${decision.l2BlockNumber}. Nothing is submitted: find out which of them is wrong.`
        }
      ]
    : []

const objections = ({ objections: all = [] }: HealthInput): Problem[] =>
  all.map(({ act, field, message }) => ({
    code: 'SOURCES_DISAGREE',
    severity: 'critical',
    subject: `${act}: ${field}`,
    message
  }))

const silence = ({ silentSources = [] }: HealthInput): Problem[] =>
  silentSources.map(({ origin, why }) => ({
    code: 'SECOND_SOURCE_SILENT',
    severity: 'warning',
    subject: origin,
    message: `The L1 endpoint ${origin} could not confirm the last transaction (${why}). It was decided without it.`
  }))

const invalid = ({ invalidOutputs }: HealthInput): Problem[] =>
  invalidOutputs.map((index) => ({
    code: 'INVALID_OUTPUT',
    severity: 'critical',
    subject: `output ${index}`,
    message: `The root of output ${index} is not the one that the own node computes.`
  }))

const limitNames: Record<BudgetName, string> = {
  l1RequestsPerDay: 'of L1 requests (rpcLimits.l1RequestsPerDay)',
  creditsPerDay: 'of credits (rpcLimits.creditsPerDay)'
}

const thinned = ({ thinning: { because, stretch, exempt } }: HealthInput): Problem[] => {
  if (because === null) return []
  const how = exempt
    ? 'Polling keeps its pace all the same, because of a dispute or an own round'
    : `Polling is ${stretch} times slower until it fits`
  return [
    {
      code: 'RPC_BUDGET',
      severity: 'warning',
      subject: because,
      message: `Today's limit ${limitNames[because]} would be reached. ${how}. Raise the limit, or put a websocket URL first in rpc.l1.`,
      raiseAfterMs: 60_000,
      clearAfterMs: 600_000
    }
  ]
}

type Fault = HealthInput['faults'] extends ReadonlyMap<string, infer F> ? F : never

/** What is critical is told at once; the rest may pass by itself. */
const faulty = (part: string, { code, message, severity = 'warning' }: Fault): Problem => ({
  code,
  severity,
  subject: part,
  message,
  raiseAfterMs: severity === 'critical' ? 0 : 5_000
})
