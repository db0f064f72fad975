import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { ChainView } from '../../shared/domain/snapshot.ts'
import { createBudgetWatch } from './budget/budget-watch.ts'
import type { SyncStatus } from './chain/types.ts'
import { createDisputes, type Disputes } from './challenge/create-disputes.ts'
import type { EngineParts } from './engine-parts.ts'
import type { EngineRun } from './engine-run.ts'
import { type GateContext, learnt } from './gates/gate-context.ts'
import { guardServices } from './guard-services.ts'
import type { HealthWatch } from './health/health-watch.ts'
import { createNodeStatus, type NodeStatus } from './node-status.ts'
import { createOutputs } from './outputs/create-outputs.ts'
import { createProverWatch } from './prover/prover-watch.ts'
import { every } from './runtime/every.ts'
import type { Service } from './runtime/supervise.ts'
import { untilAborted } from './runtime/until-aborted.ts'
import { createSubmitting } from './submitter/create-submitting.ts'
import type { DeviceSubmissions } from './submitter/device-submissions.ts'

export type ServicesInput = {
  run: EngineRun
  parts: EngineParts
  health: HealthWatch
  context: GateContext
  device: DeviceSubmissions
}
export type EngineServices = {
  services: Service[]
  node: NodeStatus
  chain: () => ChainView | null
  challenges: () => ChallengeRow[]
}

/** The local node is asked between looks too: for the screen, the verdicts and the state of health. */
const nodeEveryMs = 5_000

/** Everything that runs once the gates are passed, wired together. */
export function engineServices(input: ServicesInput): EngineServices {
  const { run, parts, context, device } = input
  const { clock } = run.ports
  const { memory } = run
  const node = createNodeStatus({ rollup: parts.rollup, clock, onChange: () => wakeVerdicts() })
  const disputes = parts.challenges ? createDisputes(input, parts.challenges) : null
  const outputs = createOutputs({
    ...input,
    parts: disputes ? sharingLogs(parts, disputes) : parts,
    node,
    onActivity: () => submitting.submitter.stateChanged()
  })
  const submitting = createSubmitting({ ...input, node, outputs })
  const wakeVerdicts = (): void => {
    outputs.verdicts.wake()
    memory.touch()
  }
  const challenges = (): ChallengeRow[] => disputes?.rows() ?? run.ports.history.challenges(20)
  device.serve(submitting.desk)
  const { l2BlockTimeSec } = learnt(context, 'constants')
  let wasPaused = false
  /** Signing stopped, or goes on: the next step is another one from now on. */
  const onQueue = (): void => {
    memory.touch()
    const isPaused = parts.queue?.paused() != null
    if (isPaused !== wasPaused) submitting.submitter.stateChanged()
    wasPaused = isPaused
  }
  const reactions: Service = {
    name: 'reactions',
    async run({ signal, ready }) {
      const offs = [
        parts.heads.onHead(() => {
          submitting.submitter.timePassed()
          disputes?.onHead()
          memory.touch()
        }),
        parts.queue?.onChange(() => onQueue()),
        parts.operator?.onChange(() => memory.touch()),
        device.onChange(() => submitting.submitter.stateChanged())
      ]
      ready()
      await untilAborted(signal)
      for (const off of offs) off?.()
    }
  }
  const nodeWatch: Service = {
    name: 'node watch',
    async run({ signal, ready }) {
      ready()
      await every({ clock, ms: nodePauseMs, signal }, async () => void (await node.refresh(signal)))
    }
  }
  const nodePauseMs = (): number => {
    const { because, stretch } = run.budget.thinning()
    return because === 'creditsPerDay' ? nodeEveryMs * stretch : nodeEveryMs
  }
  const services = [
    parts.heads,
    reactions,
    nodeWatch,
    createBudgetWatch(input, challenges),
    outputs.service,
    outputs.verdicts,
    submitting.submitter
  ]
  services.push(
    ...guardServices({ parts, ports: run.ports, events: run.events, practice: run.config.network.practice })
  )
  if (outputs.money) services.push(outputs.money)
  if (disputes) services.push(disputes.service)
  if (parts.prover && run.config.roles.challenger) services.push(createProverWatch({ prover: parts.prover, clock }))
  return {
    services,
    node,
    chain: () => chainView(parts, node.last(), l2BlockTimeSec),
    challenges
  }
}

/** One feed of logs serves outputs and disputes. */
const sharingLogs = (parts: EngineParts, disputes: Disputes): EngineParts => ({
  ...parts,
  watchLogs: ({ fromBlock, onLogs }) =>
    parts.watchLogs({
      fromBlock,
      onLogs(logs) {
        onLogs(logs)
        disputes.onLogs(logs)
      }
    })
})

function chainView({ heads }: EngineParts, sync: SyncStatus | null, l2BlockTimeSec: number): ChainView | null {
  const head = heads.head()
  if (!head) return null
  const { seenAtMs, ...l1 } = head
  const l2 = sync && {
    unsafe: sync.unsafeL2.number,
    safe: sync.safeL2.number,
    finalized: sync.finalizedL2.number
  }
  return { l1, seenAtMs, l2, l2BlockTimeSec }
}
