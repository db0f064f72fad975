import type { ProtocolParams } from '../../main/practice/params.ts'
import type { FaultStage } from './stage/fault-stage.ts'

/** What an entry of the fault list is given to work with. */
export type FaultContext = {
  seed: number
  /** The whole thing, however long it takes. */
  long: boolean
  /** Empty, and removed afterwards. */
  folder: string
  signal: AbortSignal
  say(line: string): void
  /** Plays on the practice network that the entries share; afterwards its chains are as before. With parameters of its own: on one for this play alone. */
  onStage<T>(play: (stage: FaultStage) => Promise<T>, params?: ProtocolParams): Promise<T>
}

/** One item of the fault list. `run` injects the fault, looks at what happened and throws when it was not as expected; it resolves with what was seen, in words. */
export type FaultEntry = {
  name: string
  injected: string
  expected: string
  /** It runs tests that belong to `npm test` anyway. */
  isTests?: true
  run(context: FaultContext): Promise<string>
}

export type FaultResult = { name: string; held: boolean; injected: string; expected: string; seen: string }
