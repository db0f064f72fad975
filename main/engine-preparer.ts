import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../shared/errors.ts'
import type { AlertStore } from './alerts/alert-store.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { HandlerDeps } from './ipc/handlers/create-handlers.ts'
import type { AppLogger } from './log/logger.ts'
import { postText } from './net/post-text.ts'
import type { NetworkSession } from './network-session.ts'
import type { ProverHost } from './prover-host.ts'
import { openActionFiles } from './store/action-files.ts'
import { type History, openHistory } from './store/history.ts'
import { openJournalFile } from './store/journal-file.ts'
import type { MoneyHistory } from './store/money-history.ts'
import { openProofStore } from './store/proof-store.ts'

export type EnginePreparer = {
  /** A fresh engine on the session's network; `tell` hears what is waited for, and null when it goes on. The session and its history are opened at the first call and kept. */
  prepare(signal: AbortSignal, tell?: Tell): Promise<{ engine: Engine; release: () => Promise<void> }>
  /** Empty until the first preparation. */
  history: HandlerDeps['history']
  /** Where alerts are kept; null while nothing is open. */
  alerts: () => AlertStore | null
  /** Where the account of money is kept; null while nothing is open. */
  money: () => MoneyHistory | null
  /** The network that is open, and where it keeps its files; null before the first preparation. */
  opened: () => { session: NetworkSession; folder: string } | null
  close(): Promise<void>
}

type Tell = (reason: string | null) => void
type Opened = { session: NetworkSession; folder: string; history: History }

export function createEnginePreparer({
  openSession,
  dataFolder,
  gatePatience,
  prover = null,
  clock,
  log
}: {
  openSession: (signal: AbortSignal, tell: Tell) => Promise<NetworkSession>
  dataFolder: string
  /** See `EngineOptions.gatePatience`. */
  gatePatience?: number
  /** Started here; whoever made it stops it. */
  prover?: ProverHost | null
  clock: Clock
  log: AppLogger
}): EnginePreparer {
  let opened: Opened | null = null

  const open = async (signal: AbortSignal, tell: Tell): Promise<Opened> => {
    const session = await openSession(signal, tell)
    const folder = join(dataFolder, 'networks', session.folder)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { session, folder, history: openHistory(join(folder, 'history.db')) }
  }

  const close = async (): Promise<void> => {
    const closing = opened
    opened = null
    await closing?.session.close()
    closing?.history.close()
  }

  return {
    async prepare(signal, tell = () => {}) {
      // Before anything can fail: a machine that a crash left running is stopped whether or not an engine comes up.
      await prover?.start()
      opened ??= await open(signal, tell)
      const { session, folder, history } = opened
      const journal = openJournalFile(join(folder, 'journal.jsonl'))
      const zkEvm = prover?.zkEvm
      const proofs = { post: postText, store: openProofStore(join(folder, 'proofs')), ...(zkEvm && { zkEvm }) }
      const actionFiles = openActionFiles(folder)
      const ports = {
        clock,
        log: log.child('engine'),
        journal,
        history,
        money: history,
        key: session.key,
        proofs,
        actionFiles
      }
      const patience = gatePatience === undefined ? { unregistered: 'wait' as const } : { gatePatience }
      const engine = createEngine({ config: session.config, ports, ...patience })
      let lost = false
      void session.ended.then((why) => {
        lost = why !== null
      })
      const release = async (): Promise<void> => {
        await journal.close()
        await actionFiles.close()
        if (lost) await close()
      }
      return { engine: endingWith(session, engine), release }
    },
    history: {
      page: (query) => opened?.history.page(query) ?? { rows: [], nextBefore: null, total: 0 },
      series: (limit) => opened?.history.series(limit) ?? [],
      challenges: (limit) => opened?.history.challenges(limit) ?? [],
      challengeCount: () => opened?.history.challengeCount() ?? 0,
      output: (index) => opened?.history.output(index) ?? null
    },
    alerts: () => opened?.history ?? null,
    money: () => opened?.history ?? null,
    opened: () => opened,
    close
  }
}

/** The engine's run ends, to be started anew, when the network below it does. */
function endingWith({ ended }: NetworkSession, engine: Engine): Engine {
  return {
    ...engine,
    async run({ signal, ready }) {
      const lost = new AbortController()
      let why: AppError | null = null
      void ended.then((error) => {
        why = error
        lost.abort(error)
      })
      await engine.run({ signal: AbortSignal.any([signal, lost.signal]), ready })
      if (why && !signal.aborted) throw restart(why)
    }
  }
}

/** A network that died is started again, whatever it died of. */
const restart = (cause: AppError): AppError =>
  new AppError({ code: 'NETWORK_ENDED' }, { message: cause.message, retryable: true, cause })
