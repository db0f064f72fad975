import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import type { Problem } from './health-book.ts'
import type { HealthInput } from './health-input.ts'

const skewSec = 30
const nodeSilentMs = 30_000
const nodeLateSec = 60

const seconds = (ms: number): number => Math.round(ms / 1000)

/** Endpoints, L1, the own node and the own clock. */
export const chainProblems = (input: HealthInput): Problem[] => [
  ...input.endpoints.flatMap((e) => endpointProblem(e, input.endpoints)),
  ...(input.gatesPassed ? [...staleChain(input), ...clockSkew(input), ...ownNode(input), ...halted(input)] : [])
]

const words = { l1: 'L1', l2: 'L2', rollup: 'rollup' } as const

function endpointProblem(e: EndpointView, all: readonly EndpointView[]): Problem[] {
  const about = { subject: `${e.role} ${e.origin}`, clearAfterMs: 10_000 }
  if (e.state === 'degraded')
    return [
      {
        ...about,
        code: 'RPC_DEGRADED',
        severity: 'notice',
        raiseAfterMs: 10_000,
        message: `The ${words[e.role]} endpoint ${e.origin} is slow or fails at times.`
      }
    ]
  if (e.state !== 'down') return []
  const others = all.some((o) => o.role === e.role && o !== e && o.state !== 'down')
  const what = `The ${words[e.role]} endpoint ${e.origin} ${wrongWith(e)}`
  const message = others
    ? `${what}; another one is used.`
    : `${what} and there is no other. Start it, or add one in the settings.`
  const code = codes[e.refused?.fault ?? ''] ?? 'RPC_DOWN'
  return [{ ...about, code, severity: others ? 'warning' : 'critical', message }]
}

/** What answers, but must not be believed, is told apart from what does not answer. */
const codes: { [fault: string]: string } = { 'wrong-chain': 'RPC_WRONG_CHAIN', stale: 'RPC_STALE' }

function wrongWith({ refused }: EndpointView): string {
  if (refused?.fault === 'wrong-chain') return `is on the ${refused.detail}`
  if (refused?.fault === 'stale') return `is behind the chain (${refused.detail})`
  return 'does not answer'
}

function staleChain({ head, nowMs, startedAtMs, staleAfterMs }: HealthInput): Problem[] {
  const stillMs = nowMs - (head?.seenAtMs ?? startedAtMs)
  if (stillMs < staleAfterMs) return []
  const message = `No new L1 block for ${seconds(stillMs)} s. The L1 endpoint hangs, or L1 itself stands still.`
  return [{ code: 'CHAIN_STALE', severity: 'critical', subject: 'L1', message }]
}

/** A head that just arrived carries the chain's time: compared with the own clock at that moment. */
function clockSkew({ head, practice, nowMs, staleAfterMs }: HealthInput): Problem[] {
  if (!head || practice || nowMs - head.seenAtMs >= staleAfterMs) return []
  const skew = Math.round(head.seenAtMs / 1000 - head.timestampSec)
  if (Math.abs(skew) < skewSec) return []
  const way = skew > 0 ? 'ahead of' : 'behind'
  const message = `The clock of this machine is ${Math.abs(skew)} s ${way} the newest L1 block. Set the clock, or check whether the L1 endpoint lags.`
  return [
    { code: 'CLOCK_SKEW', severity: 'warning', subject: null, message, raiseAfterMs: 30_000, clearAfterMs: 30_000 }
  ]
}

function ownNode(input: HealthInput): Problem[] {
  const { sync, nodeAnsweredAtMs, nowMs, startedAtMs, decision, chainNowSec, thinning } = input
  const silentMs = nowMs - (nodeAnsweredAtMs ?? startedAtMs)
  if (silentMs >= nodeSilentMs * thinning.stretch)
    return [
      {
        code: 'NODE_UNREACHABLE',
        severity: 'critical',
        subject: 'rollup',
        message: `The own rollup node has not answered for ${seconds(silentMs)} s. Without it no output can be made or checked.`
      }
    ]
  if (!sync || decision?.kind !== 'wait' || decision.reason !== 'NODE_BEHIND' || chainNowSec === null) return []
  const lateSec = Math.round(chainNowSec - decision.dueAtSec)
  if (lateSec < nodeLateSec) return []
  const message = `The own node's safe L2 head is ${sync.safeL2.number}; the output at ${decision.l2BlockNumber} has been due for ${lateSec} s. Check that the node follows the chain.`
  return [{ code: 'NODE_BEHIND', severity: 'warning', subject: 'rollup', message }]
}

const halted = ({ decision }: HealthInput): Problem[] =>
  decision?.kind === 'wait' && decision.reason === 'NETWORK_HALTED'
    ? [
        {
          code: 'NETWORK_HALTED',
          severity: 'notice',
          subject: 'L2',
          message: 'The L2 network makes no blocks any more: nothing is submitted. Withdrawals stay possible.'
        }
      ]
    : []
