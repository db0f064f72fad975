export type CloseInput = {
  /** The operator's wish. */
  closeToTray: boolean
  /** Whether the tray entry can be seen. */
  trayWorks: boolean
  platform: NodeJS.Platform
}

/**
 * What closing the window means. `destroy`: the validator goes on, reached by the tray or the Dock, and the window's memory is given back. `quit`: the app
 * ends. `ask`: it was to go on, but nothing would be left to reach it by.
 */
export function decideClose({ closeToTray, trayWorks, platform }: CloseInput): 'destroy' | 'quit' | 'ask' {
  if (platform === 'darwin') return 'destroy'
  if (!closeToTray) return 'quit'
  return trayWorks ? 'destroy' : 'ask'
}
