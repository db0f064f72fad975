import type { ChallengeDecision, ChallengeRow, ChallengeRule, ProofProgress } from '../../../shared/domain/challenge.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { AbortedError, type AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Spawn } from '../runtime/together.ts'
import { createGamePlayer } from './game-player.ts'
import { turnSpan } from './game-time.ts'
import { createOutputPlayer } from './output-player.ts'
import type { MoveResult } from './own-moves.ts'
import type { Player } from './player.ts'
import type { LookedAt, PlayerParts } from './player-parts.ts'
import type { Timeline } from './timeline.ts'
import { alertMessage, createTurnNotices, type TurnNotices } from './turn-notices.ts'

/** Pause before a player that broke is started again. */
const underWay = new Set<ChallengeRule>(['MOVE_PENDING', 'MOVE_REFUSED', 'DEADLINE_PASSING'])

const insistedMessage = (about: string, { detail }: ChallengeDecision): string =>
  `The deadline of dispute ${about} is near: its move is sent ${detail ?? ''}`

const brokenMs = 10_000

export type AlertNotice = { code: string; message: string }

type Deps = {
  parts: PlayerParts
  log: Logger
  emit: (event: EngineEvent) => void
  /** Something that a person has to look at, by what it is about; null when it is over. */
  onAlert: (about: string, alert: AlertNotice | null) => void
  /** What the players say has changed. */
  onChange: () => void
  /** What is known of the games on this output so far. */
  past: (outputIndex: bigint) => { dismissed: boolean; lostBefore: boolean }
}

type Playing = {
  outputIndex: bigint
  player: Player
  notices: TurnNotices
  stop: () => void
  decision: ChallengeDecision | null
  proof: () => ProofProgress | null
}

export type Roster = {
  /** Exactly these games are played from now on. */
  play(games: readonly Timeline[], spawn: Spawn): void
  /** These outputs are challenged if that can be done. */
  challenge(outputs: Iterable<bigint>, spawn: Spawn): void
  /** Logs about these outputs came, in blocks up to this one. */
  wake(outputs: ReadonlySet<bigint>, blockNumber: bigint): void
  /** Time passed, as an L1 head tells it. */
  passed(nowSec: number): void
  /** What is decided in a game, and its proof. */
  of(key: string): Pick<ChallengeRow, 'next' | 'proof'>
}

/** The players: one per own game, one per output to challenge. Each stands and falls alone. */
export function createRoster(deps: Deps): Roster {
  const { parts, emit, log } = deps
  const games = new Map<string, Playing>()
  const creators = new Map<bigint, Playing>()

  const hooksFor = (about: string, notices: TurnNotices, playing: () => Playing | undefined) => ({
    onLook: (looked: LookedAt<Parameters<typeof turnSpan>[0] | object>) => {
      const { decision, purpose, nowSec, view } = looked
      const now = playing()
      if (now) now.decision = decision
      const span = 'game' in view ? turnSpan(view) : null
      for (const event of notices.looked({ decision, purpose, span }, nowSec)) emit(event)
      deps.onAlert(
        about,
        decision.kind === 'alert' ? { code: `CHALLENGE_${decision.rule}`, message: alertMessage(decision) } : null
      )
      if (decision.kind === 'act' && decision.detail !== null)
        deps.onAlert(`${about} insisted`, { code: 'SOURCES_DISAGREE', message: insistedMessage(about, decision) })
      else if (!underWay.has(decision.rule)) deps.onAlert(`${about} insisted`, null)
      log.debug('challenge.looked', { about, kind: decision.kind, rule: decision.rule, detail: decision.detail })
      deps.onChange()
    },
    onLookFailed: (error: AppError) => log.warn('challenge.look-failed', { about, code: error.code }),
    onResult: (purpose: string, result: MoveResult) =>
      log.info('challenge.moved', {
        purpose,
        result: result.kind,
        code: result.kind === 'refused' ? result.code : null
      })
  })

  /** Runs a player beside the others until it ends or is stopped. One that breaks harms no other game: it is started again. */
  function launch(spawn: Spawn, { about, player }: { about: string; player: Player }, onEnd: () => void): () => void {
    const own = new AbortController()
    spawn(async (outer) => {
      const signal = AbortSignal.any([outer, own.signal])
      try {
        while (!(await runsToItsEnd(player, about, signal))) await parts.clock.sleep(brokenMs, signal)
      } catch (error) {
        if (outer.aborted || !own.signal.aborted) throw error
      } finally {
        onEnd()
      }
    })
    return () => own.abort()
  }

  async function runsToItsEnd(player: Player, about: string, signal: AbortSignal): Promise<boolean> {
    try {
      await player.run(signal)
      return true
    } catch (error) {
      if (signal.aborted || error instanceof AbortedError) throw error
      log.error('challenge.player-broke', { about, detail: error instanceof Error ? error.message : String(error) })
      const message = 'The player of this dispute broke and is started again. See the log.'
      deps.onAlert(about, { code: 'CHALLENGE_PLAYER_BROKE', message })
      return false
    }
  }

  function startGame({ key, outputIndex, challenger, round, role }: Timeline, spawn: Spawn): void {
    const about = `${outputIndex}:${challenger}`
    const notices = createTurnNotices({ outputIndex, challenger, role })
    const hooks = hooksFor(about, notices, () => games.get(key))
    const player = createGamePlayer(parts, { outputIndex, challenger, round }, hooks)
    const stop = launch(spawn, { about, player }, () => {
      games.delete(key)
      deps.onAlert(about, null)
    })
    games.set(key, { outputIndex, player, notices, stop, decision: null, proof: () => player.proof() })
  }

  function startCreator(outputIndex: bigint, spawn: Spawn): void {
    const about = `${outputIndex}`
    const notices = createTurnNotices({ outputIndex, challenger: null, role: 'challenger' })
    const hooks = hooksFor(about, notices, () => creators.get(outputIndex))
    const player = createOutputPlayer(parts, { outputIndex, past: () => deps.past(outputIndex) }, hooks)
    const stop = launch(spawn, { about, player }, () => {
      creators.delete(outputIndex)
      deps.onAlert(about, null)
    })
    creators.set(outputIndex, { outputIndex, player, notices, stop, decision: null, proof: () => null })
  }

  return {
    play(wanted, spawn) {
      const keys = new Set(wanted.map(({ key }) => key))
      for (const row of wanted) if (!games.has(row.key)) startGame(row, spawn)
      for (const [key, { stop }] of games) if (!keys.has(key)) stop()
    },
    challenge(outputs, spawn) {
      for (const index of outputs) if (!creators.has(index)) startCreator(index, spawn)
    },
    wake(outputs, blockNumber) {
      for (const { outputIndex, player } of games.values()) if (outputs.has(outputIndex)) player.wake(blockNumber)
      // A challenge may wait for the output before its own to be deleted.
      if (outputs.size > 0) for (const { player } of creators.values()) player.wake(blockNumber)
    },
    passed(nowSec) {
      for (const { player, notices } of [...games.values(), ...creators.values()]) {
        player.timePassed()
        for (const event of notices.passed(nowSec)) emit(event)
      }
    },
    of(key) {
      const game = games.get(key)
      return { next: game?.decision ?? null, proof: game?.proof() ?? null }
    }
  }
}
