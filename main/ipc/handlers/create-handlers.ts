import type { AppInfo } from '../../../shared/ipc/contract.ts'
import type { Handlers } from '../serve.ts'
import { type ActionsControl, actionHandlers } from './action-handlers.ts'
import { appHandlers } from './app-handlers.ts'
import { type ChallengeArchive, challengeHandlers } from './challenge-handlers.ts'
import { type EngineControl, engineHandlers } from './engine-handlers.ts'
import { type OutputHistory, outputHandlers } from './output-handlers.ts'

export type HandlerDeps = {
  info: () => AppInfo
  engine: EngineControl
  history: OutputHistory & ChallengeArchive
  actions: ActionsControl
}

/** A handler for every command of the contract. */
export const createHandlers = ({ info, engine, history, actions }: HandlerDeps): Handlers => ({
  ...appHandlers(info),
  ...engineHandlers(engine),
  ...actionHandlers(actions),
  ...outputHandlers(history),
  ...challengeHandlers({ info, engine, history })
})
