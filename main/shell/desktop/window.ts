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
  /** The operator closes it: nothing happens by itself, `closing` decides what to do with it. */
  closing: (window: BrowserWindow) => void
  log: Logger
}

export type MainWindow = {
  /** Opens the window, or raises the one that is open; with the name of a screen it shows that one. */
  open(screen?: string): Promise<void>
  /** Opens it in the task bar only. */
  openMinimized(): Promise<void>
  isOpen(): boolean
  /** How the validator is, as the task bar shows it. */
  setStatus(status: string): void
  close(): void
}

const appName = 'Kroma Validator'

export function mainWindow(deps: WindowDeps): MainWindow {
  let window: BrowserWindow | null = null
  let title = appName
  const create = (whenReady: (opened: BrowserWindow) => void): BrowserWindow => {
    const opened = deps.create({ ...windowOptions({ preload: deps.preload, dark: deps.dark() }), title })
    window = opened
    opened.once('ready-to-show', () => whenReady(opened))
    opened.on('page-title-updated', (event) => event.preventDefault())
    opened.on('close', (event) => {
      event.preventDefault()
      deps.closing(opened)
    })
    opened.on('closed', () => {
      if (window === opened) window = null
    })
    reloadAfterCrash(opened, deps)
    deps.attach(opened)
    return opened
  }
  const isOpen = (): boolean => window !== null && !window.isDestroyed()
  return {
    async open(screen) {
      const url = screen === undefined ? ownPage : `${ownPage}#/${screen}`
      if (window && !window.isDestroyed()) {
        raise(window)
        if (screen !== undefined) await window.loadURL(url)
        return
      }
      await create((opened) => opened.show()).loadURL(url)
    },
    async openMinimized() {
      if (!isOpen()) await create(showMinimized).loadURL(ownPage)
    },
    isOpen,
    setStatus(status) {
      title = `${status} – ${appName}`
      if (window && !window.isDestroyed()) window.setTitle(title)
    },
    close() {
      window?.destroy()
      window = null
    }
  }
}

/** Shown first: what was never shown, some window managers do not put into the task bar. */
function showMinimized(window: BrowserWindow): void {
  window.show()
  window.minimize()
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
