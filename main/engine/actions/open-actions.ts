import { AppError } from '../../../shared/errors.ts'
import { accountOf, type EngineParts } from '../engine-parts.ts'
import type { EngineRun } from '../engine-run.ts'
import { type Service, supervise } from '../runtime/supervise.ts'
import { untilAborted } from '../runtime/until-aborted.ts'
import type { DeviceSubmissions } from '../submitter/device-submissions.ts'
import type { Actions } from './actions.ts'
import { createActions } from './create-actions.ts'
import { createTimers } from './timers.ts'

export type OpenActions = { actions: Actions; run(signal: AbortSignal): Promise<void>; close(): void }

const backoff = { baseMs: 1_000, maxMs: 60_000, resetAfterMs: 60_000, jitter: Math.random }
const timersEveryMs = 20_000
const timersEveryPracticeMs = 2_000
const off = { unjail: false, finalizeCommission: false }

/** The operator's actions beside one run of the engine: from its first moment on, whatever the start gates say. Null where the engine has no files for them. */
export function openActions(
  { config, ports, events }: Pick<EngineRun, 'config' | 'ports' | 'events'>,
  parts: EngineParts,
  submissions: DeviceSubmissions
): OpenActions | null {
  if (!parts.operator) return null
  const { clock, log, key } = ports
  const { addresses, l1ChainId, practice } = config.network
  const { actions, service, signFor, close } = createActions({
    account: accountOf(key),
    chainId: l1ChainId,
    addresses,
    policy: config.fees,
    devicePath: key.kind === 'device' ? key.path : null,
    submissions,
    parts: parts.operator,
    readConstants: parts.readConstants,
    clock,
    log,
    emit: (event) => events.emit(event),
    onEvent: (listener) => events.on(listener)
  })
  const timers = createTimers({
    actions,
    signFor,
    settings: config.timers ?? off,
    clock,
    log,
    everyMs: practice ? timersEveryPracticeMs : timersEveryMs,
    resendAfterMs: config.fees.resendAfterMs
  })
  /** Trouble here must not stop the validator: it is told, and tried again. */
  const keep = async (one: Service, signal: AbortSignal): Promise<void> => {
    const onError = (error: unknown): void =>
      log.warn('actions.failed', { service: one.name, code: error instanceof AppError ? error.code : 'INTERNAL' })
    const running = supervise(one, { clock, backoff, onState: () => {}, onError })
    await untilAborted(signal)
    await running.stop()
  }
  return {
    actions,
    close,
    run: async (signal) => void (await Promise.all([keep(service, signal), keep(timers, signal)]))
  }
}
