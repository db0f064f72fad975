import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import type { Logger } from '../../engine/ports.ts'
import { ownPage } from './own-page.ts'

/** The one window: sandboxed, isolated, without Node, shown when it has something to show. */
export const windowOptions = ({
  preload,
  dark
}: {
  preload: string
  dark: boolean
}): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 800,
  minWidth: 900,
  minHeight: 600,
  show: false,
  title: 'Kroma Validator',
  autoHideMenuBar: true,
  backgroundColor: dark ? '#14161a' : '#ffffff',
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true
  }
})

export type WindowDeps = {
  create: (options: BrowserWindowConstructorOptions) => BrowserWindow
  preload: string
  dark: () => boolean
  /** Called before the page loads, to connect it. */
  attach: (window: BrowserWindow) => void
  /** False when the page crashed too often to be worth loading again. */
  mayReload: () => boolean
  log: Logger
}

/** Opens the window, or raises the one that is open; with the name of a screen it shows that one. */
export function mainWindow(deps: WindowDeps): { open(screen?: string): Promise<void>; close(): void } {
  let window: BrowserWindow | null = null
  return {
    async open(screen) {
      const url = screen === undefined ? ownPage : `${ownPage}#/${screen}`
      if (window && !window.isDestroyed()) {
        raise(window)
        if (screen !== undefined) await window.loadURL(url)
        return
      }
      const opened = deps.create(windowOptions({ preload: deps.preload, dark: deps.dark() }))
      window = opened
      opened.once('ready-to-show', () => opened.show())
      opened.on('closed', () => {
        if (window === opened) window = null
      })
      reloadAfterCrash(opened, deps)
      deps.attach(opened)
      await opened.loadURL(url)
    },
    close() {
      window?.destroy()
      window = null
    }
  }
}

function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function reloadAfterCrash(window: BrowserWindow, { mayReload, log }: WindowDeps): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('desktop.page-gone', { reason, exitCode })
    if (reason !== 'clean-exit' && !window.isDestroyed() && mayReload()) window.webContents.reload()
  })
}
