import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { OutputHistory } from './ipc/handlers/output-handlers.ts'
import type { AppLogger } from './log/logger.ts'
import type { NetworkSession } from './network-session.ts'
import { type History, openHistory } from './store/history.ts'
import { openJournalFile } from './store/journal-file.ts'

export type EnginePreparer = {
  /** A fresh engine on the session's network; the session and its history are opened at the first call and kept. */
  prepare(signal: AbortSignal): Promise<{ engine: Engine; release: () => Promise<void> }>
  /** Empty until the first preparation. */
  history: OutputHistory
  close(): Promise<void>
}

type Opened = { session: NetworkSession; folder: string; history: History }

export function createEnginePreparer({
  openSession,
  dataFolder,
  gatePatience,
  clock,
  log
}: {
  openSession: (signal: AbortSignal) => Promise<NetworkSession>
  dataFolder: string
  /** See `EngineOptions.gatePatience`. */
  gatePatience?: number
  clock: Clock
  log: AppLogger
}): EnginePreparer {
  let opened: Opened | null = null

  const open = async (signal: AbortSignal): Promise<Opened> => {
    const session = await openSession(signal)
    const folder = join(dataFolder, 'networks', session.folder)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { session, folder, history: openHistory(join(folder, 'history.db')) }
  }

  return {
    async prepare(signal) {
      opened ??= await open(signal)
      const { session, folder, history } = opened
      const journal = openJournalFile(join(folder, 'journal.jsonl'))
      const ports = { clock, log: log.child('engine'), journal, history, key: session.key }
      const patience = gatePatience === undefined ? {} : { gatePatience }
      return { engine: createEngine({ config: session.config, ports, ...patience }), release: () => journal.close() }
    },
    history: {
      page: (query) => opened?.history.page(query) ?? { rows: [], nextBefore: null, total: 0 },
      series: (limit) => opened?.history.series(limit) ?? []
    },
    async close() {
      await opened?.session.close()
      opened?.history.close()
      opened = null
    }
  }
}
