import { configSchema, type Roles } from '../../shared/config/config.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import { AppError } from '../../shared/errors.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import type { EngineConfig } from '../engine/engine-config.ts'
import type { ConnectParts } from '../engine/engine-parts.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { supervise } from '../engine/runtime/supervise.ts'
import { postText } from '../net/post-text.ts'
import { practiceEngineConfig } from '../store/engine-config.ts'
import { openHistory } from '../store/history.ts'
import { createKeySigner } from '../store/signers/create-key-signer.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createMemoryProofStore } from './memory-proof-store.ts'
import type { PracticeNetwork } from './network.ts'
import { once } from './once.ts'
import type { PracticeValidator } from './practice-accounts.ts'
import { practicePlace } from './practice-place.ts'

/** A practice validator at work. */
export type PracticeEngine = {
  validator: PracticeValidator
  engine: Engine
  /** What it told since it was started. */
  events: readonly StampedEvent[]
  /** Past the start gates; rejects when it will never be. */
  ready: Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
}

export type PracticeEngineOptions = {
  network: PracticeNetwork
  validator: PracticeValidator
  roles: Partial<Roles>
  /** Replaces parts of the network's own place: another rollup node, other provers. */
  place?: Partial<Pick<EngineConfig, 'rpc' | 'prover'>>
  connect?: ConnectParts
  clock: Clock
  log: Logger
}

const backoff = { baseMs: 500, maxMs: 5_000, resetAfterMs: 60_000, jitter: Math.random }

/** Runs the app's own engine for a validator of the practice network, with nothing kept on disk. */
export function startPracticeEngine(options: PracticeEngineOptions): PracticeEngine {
  const { validator, clock, log, connect } = options
  const history = openHistory(':memory:')
  const key = { kind: 'signer', signer: createKeySigner(validator.privateKey) } as const
  const proofs = { post: postText, store: createMemoryProofStore() }
  const engine = createEngine({
    config: practiceConfig(options),
    ports: { clock, log: named(log, validator.name), journal: createMemoryJournal(), history, key, proofs },
    ...(connect && { connect })
  })
  const events: StampedEvent[] = []
  engine.onEvent((event) => events.push(event))
  const { ready, stop } = superviseEngine(engine, { name: validator.name, clock, log })
  return {
    validator,
    engine,
    events,
    ready,
    stop: once(async () => {
      await stop()
      history.close()
    })
  }
}

type Supervising = { name: string; clock: Clock; log: Logger }

/** Keeps an engine running. `ready` resolves at its first pass of the start gates and rejects when it failed for good or was stopped before. */
export function superviseEngine(
  engine: Engine,
  { name, clock, log }: Supervising
): { ready: Promise<void>; stop: () => Promise<void> } {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  // Not everybody waits for it.
  ready.catch(() => {})
  const ended = (what: string): AppError =>
    new AppError({ code: 'ENGINE_ENDED', name }, { message: `${name} ${what}.` })
  const { stop } = supervise(engine, {
    clock,
    backoff,
    onState: ({ kind }) => {
      log.debug('practice.engine', { name, state: kind })
      if (kind === 'running') resolve()
      if (kind === 'failed') reject(ended('failed for good'))
      if (kind === 'stopped') reject(ended('was stopped'))
    },
    onError: (error) => {
      log.warn('practice.engine.failed', { name, code: error instanceof AppError ? error.code : 'INTERNAL' })
      if (error instanceof AppError && !error.retryable) reject(error)
    }
  })
  return { ready, stop }
}

/** The configuration of a validator on this network, as the app would make it. */
export const practiceConfig = ({
  network,
  roles,
  place
}: Pick<PracticeEngineOptions, 'network' | 'roles' | 'place'>): EngineConfig => ({
  ...configAt(practicePlace(network), roles),
  ...place
})

/** The same where only the network's place is known, as in a process of its own. */
export function configAt(place: ReturnType<typeof practicePlace>, roles: Partial<Roles>): EngineConfig {
  const config = configSchema.parse({ network: 'practice', roles, fees: { resendAfterSeconds: 10 } })
  if (config.network !== 'practice') throw new Error('practice validators run on the practice network only')
  return practiceEngineConfig(config, place)
}

/** Others' news is no news for the app: it goes to the debug level. */
function named(log: Logger, validator: string): Logger {
  return {
    debug: (event, fields) => log.debug(event, { validator, ...fields }),
    info: (event, fields) => log.debug(event, { validator, ...fields }),
    warn: (event, fields) => log.warn(event, { validator, ...fields }),
    error: (event, fields) => log.warn(event, { validator, ...fields })
  }
}
