import type { Actions } from '../../engine/actions/actions.ts'
import type { Handlers } from '../serve.ts'

/** The operator's actions of the running engine; throws ACTIONS_UNAVAILABLE (retryable) while none runs. */
export type ActionsControl = () => Actions

type ActionCommands = Extract<keyof Handlers, `actions.${string}`>

/** Every way in which a screen can move money: by kind and typed text to a prepared transaction, by id to its one signature. */
export const actionHandlers = (actions: ActionsControl): Pick<Handlers, ActionCommands> => ({
  'actions.view': (_, { signal }) => actions().overview(signal),
  'actions.prepare': (request, { signal }) => actions().prepare(request, signal),
  'actions.sign': ({ id }, { signal }) => actions().sign(id, signal),
  'actions.submitSignature': ({ id, r, s, v }, { signal }) => actions().submitSignature(id, { r, s, v }, signal),
  'actions.replace': ({ id }, { signal }) => actions().replace(id, signal),
  'actions.cancel': ({ id }, { signal }) => actions().cancel(id, signal),
  'actions.list': () => actions().list()
})
