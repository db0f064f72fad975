import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { PracticeNetwork } from './network.ts'
import { once } from './once.ts'
import type { PracticeValidator } from './practice-accounts.ts'
import { type PracticeEngine, startPracticeEngine } from './practice-engine.ts'

export type Bots = {
  engines: ReadonlyMap<string, Engine>
  /** Its key is free when this resolves. */
  retire(validator: PracticeValidator): Promise<void>
  /** Lets it work, unless it does. */
  hire(validator: PracticeValidator): void
  stop(): Promise<void>
}

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
  const running = new Map<string, PracticeEngine>()
  const hire = (validator: PracticeValidator): void => {
    if (signal.aborted || running.has(validator.name)) return
    running.set(validator.name, startPracticeEngine({ network, validator, roles, clock, log }))
  }
  const retire = async ({ name }: PracticeValidator): Promise<void> => {
    const bot = running.get(name)
    await bot?.stop()
    if (running.get(name) === bot) running.delete(name)
  }
  for (const validator of validators) hire(validator)
  const engines = new Map([...running].map(([name, { engine }]) => [name, engine]))
  const stop = once(async (): Promise<void> => {
    await Promise.all([...running.values()].map((bot) => bot.stop()))
  })
  const onAbort = (): void => void stop()
  signal.addEventListener('abort', onAbort, { once: true })
  return { engines, retire, hire, stop }
}
