import type { AppInfo } from '../../../shared/ipc/contract.ts'
import type { Handlers } from '../serve.ts'
import { appHandlers } from './app-handlers.ts'
import { type ChallengeArchive, challengeHandlers } from './challenge-handlers.ts'
import { type EngineControl, engineHandlers } from './engine-handlers.ts'
import { type OutputHistory, outputHandlers } from './output-handlers.ts'

export type HandlerDeps = { info: () => AppInfo; engine: EngineControl; history: OutputHistory & ChallengeArchive }

/** A handler for every command of the contract. */
export const createHandlers = ({ info, engine, history }: HandlerDeps): Handlers => ({
  ...appHandlers(info),
  ...engineHandlers(engine),
  ...outputHandlers(history),
  ...challengeHandlers({ info, engine, history })
})
