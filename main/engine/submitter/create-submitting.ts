import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import type { RollupConfig, RpcPool } from '../chain/types.ts'
import { accountOf, handsOf } from '../engine-parts.ts'
import type { ServicesInput } from '../engine-services.ts'
import { learnt } from '../gates/gate-context.ts'
import { rootFault } from '../health/work-problems.ts'
import type { NodeStatus } from '../node-status.ts'
import type { Outputs } from '../outputs/create-outputs.ts'
import { submitPolicy } from '../submit-policy.ts'
import { type ActResult, act } from './act.ts'
import { createFailureNotes } from './failure-notes.ts'
import { createLoader, type Loaded } from './load.ts'
import { createOwnRoots } from './own-root.ts'
import { roundEvent } from './round-event.ts'
import { createSubmissionDesk, type SubmissionDesk } from './submission-desk.ts'
import { createSubmitter, type Submitter } from './submitter.ts'

type Input = ServicesInput & { node: NodeStatus; outputs: Outputs }

const lookBackoff = { baseMs: 1_000, maxMs: 15_000, resetAfterMs: 60_000, jitter: Math.random }
const sourceName = { rollup: 'rollup', l2: 'second source', second: 'second rollup node' } as const

/** The endpoint of a pool that is asked first. */
const nameOf = (pool: Pick<RpcPool, 'endpoints'> | undefined): string => {
  const all = pool?.endpoints() ?? []
  return (all.find(({ state }) => state !== 'down') ?? all[0])?.origin ?? 'another node'
}

/** Before the MPT fork an output also commits to the block after it. */
const isPreMpt = (config: RollupConfig, l2BlockNumber: bigint): boolean => {
  const { kromaMptTimeSec, genesisL2TimeSec, genesisL2Number, blockTimeSec } = config
  const timeSec = genesisL2TimeSec + Number(l2BlockNumber - genesisL2Number) * blockTimeSec
  return kromaMptTimeSec === null || timeSec < kromaMptTimeSec
}

/** The submitter with its reads, its queue and what it tells the rest of the engine. */
export function createSubmitting(input: Input): { submitter: Submitter; desk: SubmissionDesk } {
  const { run, parts, health, context, node, outputs, device } = input
  const { config, ports, events, memory } = run
  const { clock, key } = ports
  const constants = learnt(context, 'constants')
  let rollupConfig = learnt(context, 'rollupConfig')
  const policy = submitPolicy(config, constants.l2BlockTimeSec)

  const roots = createOwnRoots({
    rollup: parts.rollup,
    async recompute(l2BlockNumber, { relearn, signal }) {
      if (relearn) rollupConfig = await parts.rollup.rollupConfig(signal)
      return parts.recomputeRoot({ l2BlockNumber, preMpt: isPreMpt(rollupConfig, l2BlockNumber), signal })
    },
    ...(parts.secondRollup && {
      second: async (l2BlockNumber: bigint, signal: AbortSignal) =>
        (await parts.secondRollup?.client.outputAtBlock(l2BlockNumber, signal))?.outputRoot ?? null
    }),
    onSource: (source, error) =>
      health.fault(
        sourceName[source],
        error && { code: 'ROOT_UNCHECKED', message: `The ${sourceName[source]} gave no output root: ${error.message}` }
      )
  })
  const loader = createLoader({
    clock,
    readState: (signal) => parts.readState(constants, signal),
    node,
    roots,
    constants,
    account: accountOf(key),
    signs: handsOf(key),
    l2Head: config.l2Head,
    policy,
    chainNowSec: ({ timestampSec }) => Math.max(timestampSec, Math.floor(parts.heads.chainNowSec() ?? 0))
  })

  const failures = createFailureNotes({ emit: events.emit, fault: (fault) => health.fault('submission', fault) })
  /** Names the two endpoints; without, the decision alone is told. */
  const rootsDiffer = (decision: SubmitDecision): Parameters<typeof health.fault>[1] => {
    const found = decision.kind === 'wait' && decision.reason === 'SOURCES_DISAGREE' ? roots.contradiction() : null
    if (!found) return null
    const other = found.by === 'second' ? parts.secondRollup?.pool : parts.l2
    const message = `The sources of output roots contradict each other about L2 block ${decision.l2BlockNumber}: ${nameOf(parts.rollupPool)} says ${found.own}, ${nameOf(other)} gives ${found.other}. Nothing is submitted: find out which of them is wrong.`
    return { code: 'SOURCES_DISAGREE', severity: 'critical', message }
  }
  const onLook = (seen: Loaded, decision: SubmitDecision): void => {
    const { validator, output } = seen.state
    const event = roundEvent(memory.facts.next, decision)
    health.fault('look', null)
    health.fault(rootFault, rootsDiffer(decision))
    failures.nextIs(decision.outputIndex)
    memory.set({ validator, next: decision, priorityValidator: seen.view.drawn })
    outputs.missed.seen(validator.noSubmissionCount, output.nextOutputIndex > 0n ? output.nextOutputIndex - 1n : null)
    if (event) events.emit(event)
  }
  const onResult = (result: ActResult, outputIndex: bigint): void => {
    if (result.kind === 'submitted' && result.outcome) outputs.book.cost(result.outcome.hash, result.outcome)
    failures.ended(result, outputIndex)
    outputs.changed()
  }

  const submitter = createSubmitter({
    clock,
    loader,
    policy,
    backoff: lookBackoff,
    act: async (seen, signal) => {
      if (!parts.queue) throw new Error('an account that is only watched does not submit')
      return act({ queue: parts.queue, loader, policy, addresses: config.network.addresses }, seen, signal)
    },
    signingPaused: () => parts.queue?.paused() != null,
    signedElsewhere: (index) => device.underWay(index),
    chainNowMs: () => {
      const head = parts.heads.head()
      return head && head.timestampSec * 1000 + (clock.now() - head.seenAtMs)
    },
    onLook,
    onLookFailed: (error) =>
      health.fault('look', { code: 'LOOK_FAILED', message: `The contracts could not be read: ${error.message}` }),
    onResult
  })
  return { submitter, desk: createSubmissionDesk({ loader, policy }) }
}
