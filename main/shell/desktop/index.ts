import path from 'node:path'
import {
  app,
  BrowserWindow,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  Tray
} from 'electron'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createPublisher } from '../../ipc/publish.ts'
import { createQuit } from '../quit.ts'
import { rateLimit } from '../rate-limit.ts'
import type { Shell, TrayCommand } from '../shell.ts'
import { ownSchemes, serveAppProtocol } from './app-protocol.ts'
import { electronIpc } from './ipc-electron.ts'
import { keychainSeal } from './keychain-seal.ts'
import { wireLifecycle } from './lifecycle.ts'
import { notify } from './notify.ts'
import { secretStorage } from './secret-storage.ts'
import { guardAllContents, guardSession } from './security.ts'
import { claimSingleInstance } from './single-instance.ts'
import { trayEntry } from './tray.ts'
import { mainWindow } from './window.ts'

export type DesktopShellOptions = {
  /** Folder of the built renderer (out/renderer). */
  rendererDir: string
  /** The built preload: one CommonJS file, since a sandboxed preload cannot be a module. */
  preload: string
  dataFolder: string
  clock: Clock
  log: Logger
}

/** The app in Electron; to be called, and awaited, while the entry module is evaluated. Electron is ready only when that has ended, so nothing here waits for it: what needs a ready Electron follows then. Throws AppError ALREADY_RUNNING in a second instance on the same data folder. */
export async function createDesktopShell({ clock, log, ...options }: DesktopShellOptions): Promise<Shell> {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged(ownSchemes)
  app.setPath('userData', path.join(options.dataFolder, 'electron'))
  const publisher = createPublisher({ clock })
  const ipc = electronIpc({ publisher, log })
  const quit = createQuit({ clock, log, exit: (code) => app.exit(code) })
  const window = mainWindow({
    create: (windowOptions) => new BrowserWindow(windowOptions),
    preload: options.preload,
    dark: () => nativeTheme.shouldUseDarkColors,
    attach: ({ webContents }) => ipc.attach(webContents),
    mayReload: rateLimit(clock, { perSecond: 1 / 60, burst: 3 }),
    log
  })
  const ready = app.whenReady().then(() => {
    guardSession(session.defaultSession, { devtools: !app.isPackaged })
    serveAppProtocol(protocol, options.rendererDir)
  })
  const onceReady = (act: () => unknown): void => {
    ready.then(act).catch((error: unknown) => log.error('desktop.failed', { error: String(error) }))
  }
  const open = (): void => onceReady(() => window.open())
  claimSingleInstance(app, open)
  guardAllContents(app, { openExternal: (url) => shell.openExternal(url), log })
  wireLifecycle({ app, quit, open, platform: process.platform })
  const trayActs = new Set<(command: TrayCommand) => void>()
  const tray = trayEntry({
    createTray: (image) => new Tray(image),
    createImage: (bitmap, size) => nativeImage.createFromBitmap(bitmap, size),
    createMenu: (template) => Menu.buildFromTemplate(template),
    open,
    quit: () => app.quit(),
    command: (command) => {
      for (const act of trayActs) act(command)
    }
  })
  return {
    kind: 'desktop',
    ipc: ipc.port,
    openWindow: async () => open(),
    publish: (topic, payload) => publisher.publish(topic, payload),
    onQuitRequested: quit.onQuitRequested,
    notify: (notice) =>
      onceReady(() =>
        notify(notice, {
          isSupported: () => Notification.isSupported(),
          create: (notification) => new Notification(notification),
          open: (screen) => onceReady(() => window.open(screen))
        })
      ),
    setTray: (state) =>
      onceReady(() => {
        tray.set(state)
        app.setBadgeCount(state.badge ?? 0)
      }),
    onTrayCommand: (act) => void trayActs.add(act),
    secretStorage: () => ready.then(() => secretStorage(safeStorage, process.platform)),
    seal: () => ready.then(() => keychainSeal(safeStorage, process.platform)),
    close: async () => {
      tray.close()
      window.close()
    }
  }
}
