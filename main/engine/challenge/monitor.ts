import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { ChainLog } from '../chain/types.ts'
import type { Logger } from '../ports.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Service } from '../runtime/supervise.ts'
import { type Spawn, together } from '../runtime/together.ts'
import { createWaker } from '../runtime/waker.ts'
import { type ChallengeBook, rowKey } from './challenge-book.ts'
import { moveDetails } from './move-details.ts'
import type { PlayerParts } from './player-parts.ts'
import type { ChallengeHistoryPort } from './ports.ts'
import { type AlertNotice, createRoster } from './roster.ts'
import { rowEvents } from './row-events.ts'
import type { Timeline } from './timeline.ts'

const scanBackoff: Backoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 0, jitter: Math.random }
const idleMs = 3_600_000
/** A game that the last run knew and the first scan does not show: the node may be behind. It is asked again so often. */
const behind = { times: 3, pauseMs: 2_000, recentSec: 3_600 }
/** How many games the screen is shown besides the open ones. */
const pastShown = 20

export type MonitorDeps = {
  log: Logger
  book: ChallengeBook
  parts: PlayerParts & { loader: { forgetRoots(): void } }
  history: ChallengeHistoryPort
  /** Every log of the deployment in the last `windowSec`, up to now. */
  scan: (signal: AbortSignal) => Promise<readonly ChainLog[]>
  windowSec: number
  /** Outputs in that window that were found wrong and still stand. */
  invalidOutputs: () => readonly bigint[]
  /** Input of a transaction; null when the node does not know it. */
  inputOf: (txHash: Hash, signal: AbortSignal) => Promise<Hex | null>
  emit: (event: EngineEvent) => void
  /** Something that a person has to look at, by what it is about; null when it is over. */
  onAlert: (about: string, alert: AlertNotice | null) => void
  /** The rows changed. */
  onChange: () => void
}

export type ChallengeMonitor = Service & {
  /** Logs of the deployment as they come, `removed` ones too; more than those about games may be given. */
  onLogs(logs: readonly ChainLog[]): void
  /** The own node found this output wrong. */
  onInvalidOutput(outputIndex: bigint): void
  /** A new L1 head. */
  onHead(): void
  /** Open games and the last ended ones, newest first. */
  rows(): ChallengeRow[]
}

/**
 * Knows every game on the outputs of the finalization window, and has its own ones played. At the start all logs of the window are scanned; later
 * ones come through `onLogs`, whose feed fills its gaps itself.
 */
export function createChallengeMonitor(deps: MonitorDeps): ChallengeMonitor {
  const { book, parts, history, emit, log } = deps
  const { clock } = parts
  const arrivals = createWaker(clock)
  const inputs = createWaker(clock)
  const roster = createRoster({ ...deps, past: (index) => book.past(index) })
  const suspects = new Set<bigint>()
  let incoming: ChainLog[] = []
  let known: Map<string, ChallengeRow> | null = null
  let past: ChallengeRow[] = []

  const nowSec = (): number => Math.floor((parts.chainNowMs() ?? clock.now()) / 1000)

  /** A game is played until its logs say that it is over: a lost one on a final output can still be closed. */
  const isPlayed = ({ outcome, role }: ChallengeRow): boolean =>
    (outcome === null || outcome === 'finalized') && (role !== 'watcher' || parts.policy.closeForOthers)

  /** Tells and keeps what is new since the last time; at the start that is since the last run. */
  function compare(): Timeline[] {
    const timelines = book.timelines(nowSec())
    const before = known ?? storedRows()
    for (const row of timelines) tell(before.get(row.key) ?? null, row)
    const now = new Map<string, ChallengeRow>(timelines.map((row) => [row.key, row]))
    for (const [key, row] of before) if (!now.has(key)) missing(row)
    known = now
    past = history.challenges(pastShown)
    return timelines
  }

  function tell(before: ChallengeRow | null, timeline: Timeline): void {
    const row = rowOf(timeline)
    // What ended before anybody watched is history, not news.
    const news = known === null && !before && row.outcome !== null ? [] : rowEvents(before, row)
    if (news.length > 0 || !before) history.upsertChallenge(row)
    for (const event of news) emit(event)
  }

  const storedRows = (): Map<string, ChallengeRow> => new Map(history.challenges().map((row) => [rowKey(row), row]))

  /** A game without logs: too old for the window, or L1 was reorganised. Then the challenge has to be created again if it was ours. */
  function missing(row: ChallengeRow): void {
    const old = row.createdAtSec <= nowSec() - deps.windowSec
    if (old && row.outcome === null) history.upsertChallenge({ ...row, outcome: 'finalized' })
    if (old || (known === null && row.outcome !== null)) return
    history.removeChallenge(row)
    if (row.role === 'challenger') suspects.add(row.outputIndex)
  }

  /** Whether the last run knew a recent game that no log tells of. */
  function seemsBehind(): boolean {
    const found = new Set(book.timelines(nowSec()).map(({ key }) => key))
    const recent = (row: ChallengeRow): boolean => row.createdAtSec > nowSec() - behind.recentSec
    return [...storedRows()].some(([key, row]) => row.outcome === null && recent(row) && !found.has(key))
  }

  function takeArrivals(spawn: Spawn): void {
    const logs = incoming
    incoming = []
    const { outputs, newestBlock } = book.take(logs)
    if (logs.some(({ removed }) => removed)) parts.loader.forgetRoots()
    roster.play(compare().filter(isPlayed), spawn)
    roster.challenge(suspects, spawn)
    suspects.clear()
    roster.wake(outputs, newestBlock)
    inputs.wake()
    deps.onChange()
  }

  async function scanUntilItWorks(signal: AbortSignal): Promise<readonly ChainLog[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await deps.scan(signal)
      } catch (error) {
        if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
        deps.onAlert('scan', { code: 'CHALLENGES_UNREAD', message: `Past disputes cannot be read: ${error.message}` })
        await clock.sleep(backoffMs(scanBackoff, attempt), signal)
      }
    }
  }

  async function watch(signal: AbortSignal, spawn: Spawn, ready: () => void): Promise<void> {
    for (let times = 0; times < behind.times; times++) {
      book.take(await scanUntilItWorks(signal))
      if (known !== null || !seemsBehind()) break
      await clock.sleep(behind.pauseMs, signal)
    }
    deps.onAlert('scan', null)
    for (const index of deps.invalidOutputs()) suspects.add(index)
    ready()
    for (;;) {
      takeArrivals(spawn)
      await arrivals.wait(idleMs, signal)
    }
  }

  /** What the moves' transactions say is for the screen: games are not kept waiting for it. */
  async function readInputs(signal: AbortSignal): Promise<void> {
    for (;;) {
      await inputs.wait(idleMs, signal)
      for (const txHash of book.unread()) await readInput(txHash, signal)
      for (const timeline of book.timelines(nowSec()))
        if (known?.has(timeline.key)) history.upsertChallenge(rowOf(timeline))
      deps.onChange()
    }
  }

  async function readInput(txHash: Hash, signal: AbortSignal): Promise<void> {
    try {
      const input = await deps.inputOf(txHash, signal)
      book.read(txHash, input === null ? null : moveDetails(input))
    } catch (error) {
      if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
      log.warn('challenge.input-unread', { txHash, code: error.code })
    }
  }

  return {
    name: 'challenges',
    run: ({ signal, ready }) => together(signal, (inner, spawn) => watch(inner, spawn, ready), readInputs),
    onLogs(logs) {
      incoming.push(...logs)
      arrivals.wake()
    },
    onInvalidOutput(outputIndex) {
      suspects.add(outputIndex)
      arrivals.wake()
    },
    onHead: () => roster.passed(nowSec()),
    rows() {
      const live = book.timelines(nowSec()).map((timeline) => ({ ...rowOf(timeline), ...roster.of(timeline.key) }))
      const shown = new Set(live.map(rowKey))
      const all = [...live, ...past.filter((row) => !shown.has(rowKey(row)))]
      all.sort((a, b) => b.createdAtSec - a.createdAtSec)
      const ended = all.filter(({ outcome }) => outcome !== null).slice(0, pastShown)
      return [...all.filter(({ outcome }) => outcome === null), ...ended]
    }
  }
}

const rowOf = ({ key: _, round: __, ...row }: Timeline): ChallengeRow => row
