import { homedir } from 'node:os'
import path from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  Tray
} from 'electron'
import { preferencesSchema } from '../../../shared/config/preferences.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createPublisher } from '../../ipc/publish.ts'
import { createQuit } from '../quit.ts'
import { rateLimit } from '../rate-limit.ts'
import type { Notice, QuitCaution, Shell, TrayCommand } from '../shell.ts'
import { ownSchemes, serveAppProtocol } from './app-protocol.ts'
import { type AutostartDeps, applyAutostart, noAutostart } from './autostart.ts'
import { closingRule } from './closing.ts'
import { electronIpc } from './ipc-electron.ts'
import { keychainSeal } from './keychain-seal.ts'
import { quitWithSystem, type SystemSignals, wireLifecycle } from './lifecycle.ts'
import { notify } from './notify.ts'
import { secretStorage } from './secret-storage.ts'
import { guardAllContents, guardSession } from './security.ts'
import { claimSingleInstance } from './single-instance.ts'
import { trayEntry } from './tray.ts'
import { trayPresence } from './tray-presence.ts'
import { type RunTool, runTool } from './tray-watcher.ts'
import { desktopUpdater, noUpdates } from './updater.ts'
import { wakeLock } from './wake-lock.ts'
import { mainWindow } from './window.ts'

export type DesktopShellOptions = {
  /** Folder of the built renderer (out/renderer). */
  rendererDir: string
  /** The built preload: one CommonJS file, since a sandboxed preload cannot be a module. */
  preload: string
  dataFolder: string
  /** Options of the command line that the app needs again when the system starts it. */
  startArguments: readonly string[]
  clock: Clock
  log: Logger
  /** The process and the machine around it; a double in tests. */
  system?: DesktopSystem
}

export type DesktopSystem = { platform: NodeJS.Platform; signals: SystemSignals; run: RunTool }
const thisSystem: DesktopSystem = { platform: process.platform, signals: process, run: runTool }

/** The app in Electron; to be called, and awaited, while the entry module is evaluated. Electron is ready only when that has ended, so nothing here waits for it: what needs a ready Electron follows then. Throws AppError ALREADY_RUNNING in a second instance on the same data folder. */
export async function createDesktopShell({ clock, log, ...options }: DesktopShellOptions): Promise<Shell> {
  const { platform, signals, run } = options.system ?? thisSystem
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged(ownSchemes)
  app.setPath('userData', path.join(options.dataFolder, 'electron'))
  const publisher = createPublisher({ clock })
  const ipc = electronIpc({ publisher, log })
  const quit = createQuit({ clock, log, exit: (code) => app.exit(code) })
  const ready = app.whenReady().then(() => {
    guardSession(session.defaultSession, { devtools: !app.isPackaged })
    serveAppProtocol(protocol, options.rendererDir)
    quitWithSystem({ signals, powerMonitor, quit })
  })
  const onceReady = (act: () => unknown): void => {
    ready.then(act).catch((error: unknown) => log.error('desktop.failed', { error: String(error) }))
  }
  const open = (): void => onceReady(() => window.open())
  const trayActs = new Set<(command: TrayCommand) => void>()
  const tray = trayEntry({
    createTray: (image) => new Tray(image),
    createImage: (bitmap, size) => nativeImage.createFromBitmap(bitmap, size),
    createMenu: (template) => Menu.buildFromTemplate(template),
    open,
    quit: () => app.quit(),
    command: (command) => {
      for (const act of trayActs) act(command)
    },
    log
  })
  const presence = trayPresence({ platform, created: tray.created, run, pid: process.pid, clock })
  const tell = (notice: Notice): void =>
    notify(notice, {
      isSupported: () => Notification.isSupported(),
      create: (notification) => new Notification(notification),
      open: (screen) => onceReady(() => window.open(screen))
    })
  let wishes = preferencesSchema.parse({}).host
  const close = closingRule({
    platform,
    closeToTray: () => wishes.closeToTray,
    trayTrouble: presence.trouble,
    quit: () => app.quit(),
    showMessage: (over, message) => dialog.showMessageBox(over, message),
    onFirstTime: () => tell(goesOn)
  })
  const window = mainWindow({
    create: (windowOptions) => new BrowserWindow(windowOptions),
    preload: options.preload,
    dark: () => nativeTheme.shouldUseDarkColors,
    attach: ({ webContents }) => ipc.attach(webContents),
    mayReload: rateLimit(clock, { perSecond: 1 / 60, burst: 3 }),
    closing: (closed) => onceReady(() => close(closed)),
    log
  })
  claimSingleInstance(app, open)
  guardAllContents(app, { openExternal: (url) => shell.openExternal(url), log })
  let caution: () => QuitCaution | null = () => null
  const reachable = (): boolean => platform === 'darwin' || presence.seen()
  wireLifecycle({ app, quit, open, caution: () => caution(), ask: askToQuit, reachable })
  const autostart: AutostartDeps = {
    ...{ app, platform, env: process.env, execPath: process.execPath, home: homedir() },
    startArguments: options.startArguments
  }
  const updater = desktopUpdater({
    load: async () => (await import('electron-updater')).default.autoUpdater,
    platform,
    installed: app.isPackaged,
    resources: process.resourcesPath ?? '',
    folder: path.join(options.dataFolder, 'updates'),
    onInstall: () => {
      caution = () => null
    }
  })
  const lock = wakeLock(powerSaveBlocker)
  return {
    kind: 'desktop',
    ipc: ipc.port,
    openWindow: async () => open(),
    openAtStart: async ({ hidden }) =>
      onceReady(async () => {
        const inBackground = hidden || (wishes.startHidden && openedAtLogin(platform))
        if (!inBackground) await window.open()
        else if (platform !== 'darwin' && (await presence.trouble()) !== null) await window.openMinimized()
      }),
    publish: (topic, payload) => publisher.publish(topic, payload),
    onQuitRequested: quit.onQuitRequested,
    notify: (notice) => onceReady(() => tell(notice)),
    setTray: (state) =>
      onceReady(() => {
        tray.set(state)
        window.setStatus(state.text)
        app.setBadgeCount(state.badge ?? 0)
      }),
    onTrayCommand: (act) => void trayActs.add(act),
    secretStorage: () => ready.then(() => secretStorage(safeStorage, platform)),
    seal: () => ready.then(() => keychainSeal(safeStorage, platform)),
    abilities: async () => {
      await ready
      return {
        tray: await presence.trouble(),
        autostart: noAutostart(autostart),
        keepAwake: null,
        updates: noUpdates(updater)
      }
    },
    applyPreferences: async ({ host }) => {
      wishes = host
      await ready
      const wish = { on: host.autostart, hidden: host.startHidden }
      await applyAutostart(wish, autostart).catch((error: unknown) =>
        log.error('desktop.autostart-failed', { error: String(error) })
      )
    },
    keepAwake: (on) => onceReady(() => lock(on)),
    onWake: (act) => onceReady(() => powerMonitor.on('resume', act)),
    onQuitAsked: (ask) => {
      caution = ask
    },
    updater: () => updater,
    close: async () => {
      tray.close()
      window.close()
    }
  }
}

const goesOn: Notice = {
  title: 'The validator goes on',
  body: 'Its window is closed; the tray entry opens it again.',
  severity: 'notice'
}

/** macOS hands no arguments to what it starts at login. */
const openedAtLogin = (platform: NodeJS.Platform): boolean =>
  platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin

async function askToQuit({ message, detail }: QuitCaution): Promise<boolean> {
  const buttons = ['Keep running', 'Quit anyway']
  const { response } = await dialog.showMessageBox({
    ...{ type: 'warning', message, detail, buttons },
    defaultId: 0,
    cancelId: 0
  })
  return response === 1
}
