import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine, type Engine, type EnginePorts } from '../../../main/engine/engine.ts'
import type { EngineConfig } from '../../../main/engine/engine-config.ts'
import { postText } from '../../../main/net/post-text.ts'
import { once } from '../../../main/practice/once.ts'
import { practiceConfig, superviseEngine } from '../../../main/practice/practice-engine.ts'
import { openHistory } from '../../../main/store/history.ts'
import { openJournalFile } from '../../../main/store/journal-file.ts'
import { openProofStore } from '../../../main/store/proof-store.ts'
import { createKeySigner } from '../../../main/store/signers/create-key-signer.ts'
import type { Roles } from '../../../shared/config/config.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { FaultStage } from './fault-stage.ts'

/** The app's own validator at work on the stage, its endpoints behind the stage's proxies. */
export type Operator = {
  engine: Engine
  /** What it told since it was started. */
  events: readonly StampedEvent[]
  /** Names of what it logged, warnings and errors only. */
  complaints: readonly string[]
  journalPath: string
  ready: Promise<void>
  describe(): string
  /** Idempotent. */
  stop(): Promise<void>
}

export type OperatorOptions = {
  roles?: Partial<Roles>
  rpc?: Partial<EngineConfig['rpc']>
  fees?: Partial<EngineConfig['fees']>
  config?: Partial<EngineConfig>
  ports?: Partial<EnginePorts>
  /** Where journal, history and proofs are; two of the same name are two starts of one installation. */
  folder?: string
}

/** Starts it; `ready` says when it is past its start gates. It is stopped with the stage. */
export function startOperator(stage: FaultStage, options: OperatorOptions = {}): Operator {
  const { network, context, keep, primary, spare, l2, rollup } = stage
  const { roles = { submitter: true, challenger: false }, ports = {}, folder = 'operator' } = options
  const home = join(context.folder, folder)
  mkdirSync(home, { recursive: true })
  const journalPath = join(home, 'journal.jsonl')
  const journal = openJournalFile(journalPath)
  const history = openHistory(join(home, 'history.db'))
  const base = practiceConfig({ network, roles })
  const rpc = {
    ...{ l1: [primary.httpUrl, spare.httpUrl], l2: [l2.httpUrl], rollup: [rollup.httpUrl] },
    ...options.rpc
  }
  const complaints: string[] = []
  const complain = (event: string): void => void complaints.push(event)
  const engine = createEngine({
    config: { ...base, rpc, fees: { ...base.fees, ...options.fees }, ...options.config },
    ports: {
      ...{ clock: context.clock, journal, history },
      log: { debug() {}, info() {}, warn: complain, error: complain },
      key: { kind: 'signer', signer: createKeySigner(network.accounts.operator.privateKey) },
      proofs: { post: postText, store: openProofStore(join(home, 'proofs')) },
      ...ports
    }
  })
  const events: StampedEvent[] = []
  engine.onEvent((event) => events.push(event))
  const supervised = superviseEngine(engine, { name: 'operator', clock: context.clock, log: context.log })
  const stop = once(async (): Promise<void> => {
    await supervised.stop()
    await journal.close()
    history.close()
  })
  /** For the report of an entry that did not hold. */
  const describe = (): string => {
    const { state, stateReason, next, pending, health, chain } = engine.snapshot()
    const told = health.map(({ code, message }) => `${code}: ${message.slice(0, 120)}`)
    const head = chain?.l1.timestampSec
    const shown = {
      state,
      stateReason,
      head,
      told,
      next,
      pending,
      complaints: complaints.slice(-8),
      last: events.slice(-6)
    }
    return `operator: ${JSON.stringify(shown, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`
  }
  return keep({ describe, engine, events, complaints, journalPath, ready: supervised.ready, stop })
}

/** The same, past its start gates. */
export async function readyOperator(stage: FaultStage, options: OperatorOptions = {}): Promise<Operator> {
  const operator = startOperator(stage, options)
  await stage.driver.until({ what: 'the start gates' }, () => operator.ready.then(() => true))
  return operator
}
