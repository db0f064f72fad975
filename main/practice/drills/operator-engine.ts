import { join } from 'node:path'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { TimerSettings } from '../../engine/actions/timers.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import type { Signer } from '../../engine/ports.ts'
import type { LocalProver } from '../../engine/prover/connect-prover.ts'
import { postText } from '../../net/post-text.ts'
import { openActionFiles } from '../../store/action-files.ts'
import { openHistory } from '../../store/history.ts'
import { openJournalFile } from '../../store/journal-file.ts'
import { openProofStore } from '../../store/proof-store.ts'
import { createKeySigner } from '../../store/signers/create-key-signer.ts'
import type { PracticeNetwork } from '../network.ts'
import { once } from '../once.ts'
import { type PracticeEngineOptions, practiceConfig, superviseEngine } from '../practice-engine.ts'
import type { DrillContext } from './drill.ts'
import { within } from './within.ts'

export type OperatorEngine = {
  engine: Engine
  /** What it told since it was started. */
  events: readonly StampedEvent[]
  journalPath: string
  /** Idempotent. */
  stop(): Promise<void>
}

const boundSec = 120

type Over = Partial<Pick<PracticeEngineOptions, 'roles' | 'place'>> & {
  /** Default: the key of the network's operator. */
  signer?: Signer
  timers?: TimerSettings
  /** The prover in this process, in the place of the network's own. */
  zkEvm?: LocalProver | undefined
  /** Comes back at once, with the engine waiting at the gate for its account to be registered. */
  unregistered?: boolean
}

/** The app's own validator as the app runs it: journal and history in files, found again when it is started anew. Resolves when it is past its start gates; throws what keeps it from getting there. */
export async function startOperatorEngine(
  context: DrillContext,
  network: PracticeNetwork,
  { roles = {}, place, signer, timers, zkEvm, unregistered = false }: Over = {}
): Promise<OperatorEngine> {
  const { clock, log, folder } = context
  const journalPath = join(folder, 'journal.jsonl')
  const journal = openJournalFile(journalPath)
  const history = openHistory(join(folder, 'history.db'))
  const key = { kind: 'signer', signer: signer ?? createKeySigner(network.accounts.operator.privateKey) } as const
  const actionFiles = openActionFiles(folder)
  const proofs = { post: postText, store: openProofStore(join(folder, 'proofs')), ...(zkEvm && { zkEvm }) }
  const config = { ...practiceConfig({ network, roles, ...(place && { place }) }), ...(timers && { timers }) }
  const ports = { clock, log, journal, history, money: history, key, proofs, actionFiles }
  const engine = createEngine({ config, ports, ...(unregistered && { unregistered: 'wait' }) })
  const events: StampedEvent[] = []
  engine.onEvent((event) => events.push(event))
  const supervised = superviseEngine(engine, { name: 'operator', clock, log })
  const stop = once(async (): Promise<void> => {
    await within({ clock }, { what: 'end of the operator', withinSec: boundSec }, supervised.stop)
    await journal.close()
    await actionFiles.close()
    history.close()
  })
  try {
    const started = { what: 'start of the operator', withinSec: boundSec }
    if (!unregistered) await within(context, started, () => supervised.ready)
  } catch (error) {
    await stop()
    throw error
  }
  return { engine, events, journalPath, stop }
}
