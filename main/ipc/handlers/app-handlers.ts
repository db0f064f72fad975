import type { AppInfo } from '../../../shared/ipc/contract.ts'
import type { Handlers } from '../serve.ts'

/** What the window says about itself and is told about the app. */
export const appHandlers = (info: () => AppInfo): Pick<Handlers, 'app.info' | 'view.visible'> => ({
  'app.info': () => info(),
  'view.visible': ({ visible }, { view }) => {
    view.setVisible(visible)
    return null
  }
})
