import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { PracticeNetwork } from './network.ts'
import { once } from './once.ts'
import type { PracticeValidator } from './practice-accounts.ts'
import { startPracticeEngine } from './practice-engine.ts'

export type Bots = { engines: ReadonlyMap<string, Engine>; stop(): Promise<void> }

type Options = {
  network: PracticeNetwork
  /** Default: all validators of the network but the operator's. */
  validators?: readonly PracticeValidator[]
  clock: Clock
  log: Logger
  signal: AbortSignal
}

const roles = { submitter: true, publicRound: true }

/** Runs the other validators: the same engine as the app's, taking public rounds too, with nothing kept on disk. Ends with `stop` or the signal. */
export function startBots({ network, validators = network.accounts.bots, clock, log, signal }: Options): Bots {
  const running = validators.map((validator) => startPracticeEngine({ network, validator, roles, clock, log }))
  const stop = once(async (): Promise<void> => {
    await Promise.all(running.map((bot) => bot.stop()))
  })
  const onAbort = (): void => void stop()
  signal.addEventListener('abort', onAbort, { once: true })
  return { engines: new Map(running.map(({ validator, engine }) => [validator.name, engine])), stop }
}
