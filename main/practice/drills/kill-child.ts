import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Roles } from '../../../shared/config/config.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import type { Logger } from '../../engine/ports.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { postText } from '../../net/post-text.ts'
import { openHistory } from '../../store/history.ts'
import { openJournalFile } from '../../store/journal-file.ts'
import { openProofStore } from '../../store/proof-store.ts'
import { createKeySigner } from '../../store/signers/create-key-signer.ts'
import { practiceAccounts } from '../practice-accounts.ts'
import { configAt, superviseEngine } from '../practice-engine.ts'
import type { practicePlace } from '../practice-place.ts'
import { deadlyPorts, type Kill, type KillPoint } from './kill-points.ts'

/** What a validator's process is told by message; its key follows from the seed. */
export type Orders = {
  seed: number
  validators: number
  folder: string
  place: ReturnType<typeof practicePlace>
  roles: Partial<Roles>
  /** Null: it lives until it is told to stop. */
  kill: Kill | null
  provingTurn: number
}

/** What it says of itself. */
export type Told = { outcome: string | null }

/** The operator's validator in a process of its own: waits for its orders, runs, and dies where they say. A second message stops it in order. */
function obey({ seed, validators, folder, place, roles, kill, provingTurn }: Orders): void {
  const journalPath = join(folder, 'journal.jsonl')
  const journal = openJournalFile(journalPath)
  const history = openHistory(join(folder, 'history.db'))
  const { operator } = practiceAccounts({ seed, validators })
  const ports = {
    ...{ clock: systemClock, log, journal, history },
    key: { kind: 'signer', signer: createKeySigner(operator.privateKey) } as const,
    proofs: { post: postText, store: openProofStore(join(folder, 'proofs')) }
  }
  const engine = createEngine({
    config: configAt(place, roles),
    ports: kill ? deadlyPorts(ports, { kill, provingTurn, journalPath, die }) : ports
  })
  engine.onEvent((event) => {
    if (kill && kill.point === toldPoint(event) && turnOfEvent(event, engine, provingTurn) === kill.turn) die()
  })
  engine.onSnapshot(({ challenges: [newest] }) => {
    const told: Told = { outcome: newest?.outcome ?? null }
    process.send?.(told)
  })
  const { ready, stop } = superviseEngine(engine, { name: 'operator', clock: systemClock, log })
  let stopping = false
  ready.catch((error) => {
    if (stopping) return
    process.stderr.write(`${error}\n`)
    process.exit(3)
  })
  process.once('message', () => {
    stopping = true
    void stop()
      .then(() => journal.close())
      .then(() => {
        history.close()
        process.exit(0)
      })
  })
}

function toldPoint({ type }: EngineEvent): KillPoint | null {
  if (type === 'challenge.my-turn') return 'turn-noticed'
  return /^challenge\.(created|moved|won)$/.test(type) ? 'move-told' : null
}

/** Which turn an event of the only game is about. */
function turnOfEvent(event: EngineEvent, engine: Engine, provingTurn: number): number | null {
  switch (event.type) {
    case 'challenge.created':
      return 1
    case 'challenge.moved':
      return event.move.turn
    case 'challenge.won':
      return event.outcome === 'proven' ? provingTurn : provingTurn + 1
    default:
      return dueTurn(engine)
  }
}

/** The turn after the last one that was played. */
function dueTurn(engine: Engine): number {
  const turns = engine.snapshot().challenges.flatMap(({ moves }) => moves.map(({ turn }) => turn ?? 0))
  return Math.max(...turns) + 1
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('dead already')
}

const tell = (event: string, fields: object = {}): void =>
  void process.stderr.write(`${event} ${JSON.stringify(fields, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}\n`)
const log: Logger = { debug() {}, info() {}, warn: tell, error: tell }

// By its end it would be too late for a process that is killed.
flushCompileCache()
process.once('message', (orders) => obey(orders as Orders))
process.once('disconnect', () => process.exit(4))
