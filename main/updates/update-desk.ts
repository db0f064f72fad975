import type { Preferences } from '../../shared/config/preferences.ts'
import type { AwakeReason } from '../../shared/domain/host.ts'
import type { UpdateRefusal, UpdateState } from '../../shared/domain/update.ts'
import { AppError } from '../../shared/errors.ts'
import { plainLine } from '../alerts/rules/words.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { decideUpdate, type UpdateFacts } from './decide-update.ts'
import type { UpdaterPort } from './updater-port.ts'

const checkEveryMs = 12 * 3_600_000

type Deps = {
  /** Null where this host has none. */
  updater: UpdaterPort | null
  work: () => { needed: AwakeReason | null; pendingTransactions: number }
  clock: Clock
  log: Logger
}

export type UpdateDesk = {
  state(): UpdateState
  /** Looks for a new version now. The steps throw UPDATE_REFUSED with the reason in `refusal`; what fails on the way is a state. */
  check(): Promise<UpdateState>
  download(): Promise<UpdateState>
  install(): UpdateState
  /** What the operator wishes, at the start and after each change. */
  wish(preferences: Preferences): void
  onState(listener: (state: UpdateState) => void): void
  /** Looks twice a day while it is wished. */
  run(signal: AbortSignal): Promise<void>
}

/** Updates step by step: found by itself where that is wished, fetched and installed only when the operator says so, and not while the validator is needed. */
export function createUpdateDesk({ updater, work, clock, log }: Deps): UpdateDesk {
  const listeners = new Set<(state: UpdateState) => void>()
  let wished: Preferences['updates'] = { check: false }
  let state: Exclude<UpdateState, { refusal: unknown }> | Bare = { kind: 'idle', checkedAtMs: null }

  const facts = (): UpdateFacts => ({
    wanted: wished.check,
    feedUrl: wished.feedUrl ?? null,
    installed: updater?.installed ?? false,
    signatureChecked: updater?.signatureChecked ?? false,
    ...work()
  })
  const view = (): UpdateState => {
    if (state.kind === 'idle') return { ...state, refusal: decideUpdate('check', facts()) }
    if (state.kind === 'available') return { ...state, refusal: decideUpdate('download', facts()) }
    if (state.kind === 'ready') return { ...state, refusal: decideUpdate('install', facts()) }
    return state
  }
  const enter = (next: typeof state): UpdateState => {
    state = next
    const now = view()
    for (const listener of listeners) listener(now)
    return now
  }
  const fail = (error: unknown): UpdateState => {
    const message = plainLine(error instanceof Error ? error.message : String(error)).slice(0, 200)
    log.warn('updates.failed', { message })
    return enter({ kind: 'failed', message })
  }
  const allowed = (step: 'check' | 'download' | 'install'): UpdaterPort => {
    const refusal = decideUpdate(step, facts())
    if (refusal !== null || updater === null) throw refused(refusal ?? 'NOT_INSTALLED')
    return updater
  }
  const busy = (): boolean => ['checking', 'downloading', 'ready', 'installing'].includes(state.kind)

  const check = async (): Promise<UpdateState> => {
    const port = allowed('check')
    if (busy()) return view()
    enter({ kind: 'checking' })
    try {
      const found = await port.check(wished.feedUrl ?? '')
      if (found === null) return enter({ kind: 'idle', checkedAtMs: clock.now() })
      return enter({ kind: 'available', version: plainLine(found.version).slice(0, 40) })
    } catch (error) {
      return fail(error)
    }
  }

  return {
    state: view,
    check,
    async download() {
      const port = allowed('download')
      if (state.kind !== 'available') return view()
      const { version } = state
      enter({ kind: 'downloading', version, percent: 0 })
      try {
        await port.download((percent) => void enter({ kind: 'downloading', version, percent: Math.floor(percent) }))
        return enter({ kind: 'ready', version })
      } catch (error) {
        return fail(error)
      }
    },
    install() {
      const port = allowed('install')
      if (state.kind !== 'ready') return view()
      const now = enter({ kind: 'installing', version: state.version })
      port.install()
      return now
    },
    wish({ updates }) {
      wished = updates
      enter(state)
    },
    onState: (listener) => void listeners.add(listener),
    async run(signal) {
      while (!signal.aborted) {
        if (decideUpdate('check', facts()) === null) await check()
        await clock.sleep(checkEveryMs, signal)
      }
    }
  }
}

/** Without the refusal, which depends on the moment. */
type Bare =
  | { kind: 'idle'; checkedAtMs: number | null }
  | { kind: 'available'; version: string }
  | { kind: 'ready'; version: string }

const refused = (refusal: UpdateRefusal): AppError =>
  new AppError({ code: 'UPDATE_REFUSED', refusal }, { message: 'This update is not taken now; the Settings say why.' })
