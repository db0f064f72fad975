import type { ActionKind, ActionRecord } from '../../../shared/domain/action.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { every } from '../runtime/every.ts'
import type { Service } from '../runtime/supervise.ts'
import { untilAborted } from '../runtime/until-aborted.ts'
import type { Actions } from './actions.ts'
import type { SignFor } from './create-actions.ts'
import { firstObstacle } from './quantities.ts'

/** What the app may do by itself, each only when the operator asked for it. */
export type TimerSettings = { unjail: boolean; finalizeCommission: boolean }

type Timed = Extract<ActionKind, 'unjail' | 'commission-finalize'>
type Deps = {
  actions: Actions
  signFor: SignFor
  settings: TimerSettings
  clock: Clock
  log: Logger
  everyMs: number
  /** A waiting transaction is sent again with a higher fee after this time. */
  resendAfterMs: number
}

/** After a failure the same is not tried again before. */
const restMs = 60_000

/** Sends `tryUnjail` when the jail term is over and `finalizeCommissionChange` when its delay is, with the hot key only. What it did is in the list of actions and in the events, as done by a timer. */
export function createTimers(deps: Deps): Service {
  const { settings, clock, everyMs } = deps
  const kinds: Timed[] = [
    ...(settings.unjail ? (['unjail'] as const) : []),
    ...(settings.finalizeCommission ? (['commission-finalize'] as const) : [])
  ]
  const restUntilMs = new Map<Timed, number>()
  return {
    name: 'timers',
    async run({ signal, ready }) {
      ready()
      if (kinds.length === 0) return untilAborted(signal)
      await every({ clock, ms: everyMs, signal }, () => tick(deps, kinds, restUntilMs, signal))
    }
  }
}

async function tick(
  deps: Deps,
  kinds: readonly Timed[],
  restUntilMs: Map<Timed, number>,
  signal: AbortSignal
): Promise<void> {
  for (const kind of kinds) {
    const resting = (restUntilMs.get(kind) ?? 0) > deps.clock.now()
    try {
      if (await actWhenDue(deps, { kind, resting }, signal)) restUntilMs.set(kind, deps.clock.now() + restMs)
    } catch (error) {
      if (error instanceof AbortedError || signal.aborted) throw error
      restUntilMs.set(kind, deps.clock.now() + restMs)
      deps.log.warn('timer.failed', { kind, code: error instanceof AppError ? error.code : 'INTERNAL' })
    }
  }
}

/** True when something was sent. */
async function actWhenDue(
  { actions, signFor, ...rest }: Deps,
  { kind, resting }: { kind: Timed; resting: boolean },
  signal: AbortSignal
): Promise<boolean> {
  const open = (await actions.list()).find(({ tx, stage }) => tx.kind === kind && isOpen(stage))
  if (open) return raiseWhenStuck({ actions, signFor, ...rest }, open, signal)
  if (resting) return false
  const { actions: overview } = await actions.overview(signal)
  const known = overview.find((action) => action.kind === kind)
  if (known?.means !== 'hot-key' || firstObstacle(known.conditions)) return false
  const prepared = await actions.prepare({ kind, input: {} }, signal)
  if (!prepared.ready) {
    const code = firstObstacle(prepared.preview.conditions)?.code ?? 'unknown'
    rest.log.warn('timer.not-possible', { kind, condition: code })
    return true
  }
  await signFor(prepared.tx.id, 'timer', signal)
  rest.log.info('timer.acted', { kind, id: prepared.tx.id })
  return true
}

async function raiseWhenStuck(
  { actions, signFor, clock, log, resendAfterMs }: Deps,
  open: ActionRecord,
  signal: AbortSignal
): Promise<boolean> {
  const stuck = open.by === 'timer' && open.stage === 'published' && clock.now() - open.changedAtMs >= resendAfterMs
  if (!stuck || open.replacedBy !== null) return false
  const prepared = await actions.replace(open.tx.id, signal)
  if (!prepared.ready) return false
  await signFor(prepared.tx.id, 'timer', signal)
  log.info('timer.raised', { kind: open.tx.kind, id: prepared.tx.id })
  return false
}

const isOpen = (stage: ActionRecord['stage']): boolean => stage === 'signed' || stage === 'published'
