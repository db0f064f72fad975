import { configSchema } from '../../shared/config/config.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { supervise } from '../engine/runtime/supervise.ts'
import { practiceEngineConfig } from '../store/engine-config.ts'
import { openHistory } from '../store/history.ts'
import { createKeySigner } from '../store/signers/create-key-signer.ts'
import { createMemoryJournal } from './memory-journal.ts'
import type { PracticeNetwork } from './network.ts'
import type { PracticeValidator } from './practice-accounts.ts'
import { practicePlace } from './practice-place.ts'

export type Bots = { engines: ReadonlyMap<string, Engine>; stop(): Promise<void> }

type Options = {
  network: PracticeNetwork
  /** Default: all validators of the network but the operator's. */
  validators?: readonly PracticeValidator[]
  clock: Clock
  log: Logger
  signal: AbortSignal
}

/** Runs the other validators: the same engine as the app's, taking public rounds too, with nothing kept on disk. Ends with `stop` or the signal. */
export function startBots({ network, validators = network.accounts.bots, clock, log, signal }: Options): Bots {
  const running = validators.map((validator) => startBot({ network, validator, clock, log }))
  let stopped: Promise<unknown> | null = null
  const stop = async (): Promise<void> => {
    stopped ??= Promise.all(running.map((bot) => bot.stop()))
    await stopped
  }
  const onAbort = (): void => void stop()
  signal.addEventListener('abort', onAbort, { once: true })
  return { engines: new Map(running.map(({ name, engine }) => [name, engine])), stop }
}

type BotOptions = { network: PracticeNetwork; validator: PracticeValidator; clock: Clock; log: Logger }

function startBot({ network, validator, clock, log }: BotOptions) {
  const history = openHistory(':memory:')
  const engine = createEngine({
    config: botConfig(network),
    ports: {
      clock,
      log: named(log, validator.name),
      journal: createMemoryJournal(),
      history,
      key: { kind: 'signer', signer: createKeySigner(validator.privateKey) }
    }
  })
  const backoff = { baseMs: 500, maxMs: 5_000, resetAfterMs: 60_000, jitter: Math.random }
  const supervised = supervise(engine, {
    clock,
    backoff,
    onState: (state) => log.debug('practice.bot', { bot: validator.name, state: state.kind }),
    onError: (error) => log.warn('practice.bot.failed', { bot: validator.name, code: codeOf(error) })
  })
  const stop = async (): Promise<void> => {
    await supervised.stop()
    history.close()
  }
  return { name: validator.name, engine, stop }
}

function botConfig(network: PracticeNetwork) {
  const config = configSchema.parse({
    network: 'practice',
    roles: { submitter: true, publicRound: true },
    fees: { resendAfterSeconds: 10 }
  })
  if (config.network !== 'practice') throw new Error('the bots run on the practice network only')
  return practiceEngineConfig(config, practicePlace(network))
}

function named(log: Logger, bot: string): Logger {
  return {
    debug: (event, fields) => log.debug(event, { bot, ...fields }),
    info: (event, fields) => log.debug(event, { bot, ...fields }),
    warn: (event, fields) => log.warn(event, { bot, ...fields }),
    error: (event, fields) => log.warn(event, { bot, ...fields })
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'INTERNAL')
