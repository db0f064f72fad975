import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, LoginItemSettings, Settings } from 'electron'
import { BrowserWindow, watchWindows } from './browser-window.ts'
import { host } from './host.ts'
import { schemesAreSettled } from './schemes.ts'
import { defaultSession } from './session.ts'

type Used =
  | 'quit'
  | 'exit'
  | 'whenReady'
  | 'isReady'
  | 'isPackaged'
  | 'enableSandbox'
  | 'getPath'
  | 'setPath'
  | 'getVersion'
  | 'getName'
  | 'getAppPath'
  | 'requestSingleInstanceLock'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setLoginItemSettings'
  | 'getLoginItemSettings'

/** The life of an app in the documented order: ready once the entry module is evaluated; before-quit, the windows' close, will-quit, quit. */
export class AppDouble extends EventEmitter implements Pick<App, Used> {
  readonly isPackaged = false
  readonly commandLine = { hasSwitch: (name: string): boolean => process.argv.includes(`--${name}`) }
  readonly #paths = new Map<string, string>()
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #quitting = false
  #badge = 0
  #login: Settings = {}

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }
  isReady(): boolean {
    return this.#isReady
  }
  whenReady(): Promise<void> {
    return this.#ready.promise
  }
  /** The entry module has been evaluated. */
  async becomeReady(): Promise<void> {
    const userData = this.getPath('userData')
    const chromium = await host.launch(join(userData, 'profile'))
    await defaultSession.watchDownloads(chromium, join(userData, 'downloads'))
    schemesAreSettled()
    this.#isReady = true
    this.emit('will-finish-launching')
    this.#ready.resolve()
    this.emit('ready', {}, {})
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    return this.#paths.get(name) ?? join(tmpdir(), 'electron-double', name)
  }
  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }
  getVersion(): string {
    return '0.0.0'
  }
  getName(): string {
    return 'kroma-validator-desktop'
  }
  getAppPath(): string {
    return process.cwd()
  }

  setBadgeCount(count = 0): boolean {
    this.#badge = count
    return true
  }
  getBadgeCount(): number {
    return this.#badge
  }
  setLoginItemSettings(settings: Settings): void {
    this.#login = settings
  }
  getLoginItemSettings(): LoginItemSettings {
    return { openAtLogin: this.#login.openAtLogin ?? false, wasOpenedAtLogin: false } as LoginItemSettings
  }

  /** The lock belongs to `userData`. A second process hands its arguments over before it is told that it is one. */
  requestSingleInstanceLock(): boolean {
    const socket = join(this.getPath('userData'), 'instance.sock')
    const hand = `require('node:net').connect(${JSON.stringify(socket)}).on('error', () => process.exit(1)).end(${JSON.stringify(JSON.stringify(process.argv))})`
    if (spawnSync(process.execPath, ['-e', hand], { timeout: 10_000 }).status === 0) return false
    rmSync(socket, { force: true })
    const server = createServer((connection) => {
      let text = ''
      connection.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      connection.on('end', () => this.emit('second-instance', {}, JSON.parse(text), process.cwd(), null))
    })
    server.listen(socket).unref()
    return true
  }

  quit(): void {
    if (this.#prevented('before-quit')) return
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    if (BrowserWindow.getAllWindows().length > 0) this.#quitting = false
    else this.#finish()
  }
  /** Asks nobody. */
  exit(code = 0): void {
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    this.#end(code)
  }
  windowsAreClosed(): void {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }

  #finish(): void {
    if (this.#prevented('will-quit')) this.#quitting = false
    else this.#end(0)
  }
  #end(code: number): void {
    this.emit('quit', {}, code)
    const leave = (): never => process.exit(code)
    host.chromium.then((chromium) => chromium.close()).then(leave, leave)
  }
  #prevented(event: string): boolean {
    let prevented = false
    this.emit(event, { preventDefault: () => (prevented = true) })
    return prevented
  }
}

export const app: AppDouble = new AppDouble()

watchWindows({
  created: (window) => {
    app.emit('web-contents-created', {}, window.webContents)
    app.emit('browser-window-created', {}, window)
  },
  allClosed: () => app.windowsAreClosed()
})
/** Electron quits by itself on these, unless the app listens to them. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) app.quit()
  })
