import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { decideClose } from './decide-close.ts'

export type ClosingDeps = {
  platform: NodeJS.Platform
  closeToTray: () => boolean
  /** Why the tray cannot be relied on, asked at this moment; null when it can. */
  trayTrouble: () => Promise<string | null>
  quit: () => void
  showMessage: (window: BrowserWindow, options: MessageBoxOptions) => Promise<{ response: number }>
  /** Told once: the validator goes on without a window. */
  onFirstTime: () => void
}

const answers = ['Keep it in the task bar', 'Quit', 'Cancel']

/** What happens when the operator closes the window. The app never goes on where it could not be reached any more. */
export function closingRule(deps: ClosingDeps): (window: BrowserWindow) => Promise<void> {
  let told = false
  let asking = false
  const ask = async (window: BrowserWindow, trouble: string): Promise<void> => {
    asking = true
    const { response } = await deps
      .showMessage(window, {
        type: 'question',
        message: 'The validator would run unseen',
        detail: `${trouble} Without a window there would be no way back to it.`,
        buttons: answers,
        defaultId: 0,
        cancelId: 2
      })
      .finally(() => {
        asking = false
      })
    if (response === 0) window.minimize()
    if (response === 1) deps.quit()
  }
  return async (window) => {
    if (asking) return
    const { platform } = deps
    const closeToTray = deps.closeToTray()
    const trouble = closeToTray && platform !== 'darwin' ? await deps.trayTrouble() : null
    const what = decideClose({ closeToTray, trayWorks: trouble === null, platform })
    if (what === 'quit') return deps.quit()
    if (what === 'ask') return ask(window, trouble ?? '')
    window.destroy()
    if (told || platform === 'darwin') return
    told = true
    deps.onFirstTime()
  }
}
