import { join } from 'node:path'
import { configSchema } from '../../../shared/config/config.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { supervise } from '../../engine/runtime/supervise.ts'
import { practiceEngineConfig } from '../../store/engine-config.ts'
import { openHistory } from '../../store/history.ts'
import { openJournalFile } from '../../store/journal-file.ts'
import { createKeySigner } from '../../store/signers/create-key-signer.ts'
import type { PracticeNetwork } from '../network.ts'
import { practicePlace } from '../practice-place.ts'
import type { DrillContext } from './drill.ts'

export type OperatorEngine = { engine: Engine; events: StampedEvent[]; journalPath: string; stop(): Promise<void> }

/** The app's own validator as the app runs it: journal and history in files. Resolves when it is past its start gates; throws what keeps it from getting there. */
export async function startOperatorEngine(context: DrillContext, network: PracticeNetwork): Promise<OperatorEngine> {
  const { clock, log, folder } = context
  const journalPath = join(folder, 'journal.jsonl')
  const journal = openJournalFile(journalPath)
  const history = openHistory(join(folder, 'history.db'))
  const key = { kind: 'signer', signer: createKeySigner(network.accounts.operator.privateKey) } as const
  const engine = createEngine({ config: engineConfig(network), ports: { clock, log, journal, history, key } })
  const events: StampedEvent[] = []
  engine.onEvent((event) => events.push(event))
  const supervised = superviseUntilReady(engine, context)
  const stop = async (): Promise<void> => {
    await supervised.stop()
    await journal.close()
    history.close()
  }
  try {
    await supervised.ready
  } catch (error) {
    await stop()
    throw error
  }
  return { engine, events, journalPath, stop }
}

function superviseUntilReady(engine: Engine, { clock, log }: DrillContext) {
  const started = Promise.withResolvers<void>()
  const backoff = { baseMs: 500, maxMs: 5_000, resetAfterMs: 60_000, jitter: Math.random }
  const supervised = supervise(engine, {
    clock,
    backoff,
    onState: ({ kind }) => {
      if (kind === 'running') started.resolve()
      if (kind === 'failed') started.reject(new AppError({ code: 'DRILL_FAILED', what: 'the engine failed for good' }))
      if (kind === 'stopped') started.reject(new AppError({ code: 'DRILL_FAILED', what: 'the engine was stopped' }))
    },
    onError: (error) => {
      log.warn('drill.engine', { code: error instanceof AppError ? error.code : 'INTERNAL' })
      if (error instanceof AppError && !error.retryable) started.reject(error)
    }
  })
  return { ready: started.promise, stop: supervised.stop }
}

function engineConfig(network: PracticeNetwork) {
  const config = configSchema.parse({ network: 'practice', fees: { resendAfterSeconds: 10 } })
  if (config.network !== 'practice') throw new Error('drills run on the practice network only')
  return practiceEngineConfig(config, practicePlace(network))
}
