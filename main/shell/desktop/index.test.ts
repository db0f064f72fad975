import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserWindowConstructorOptions } from 'electron'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { preferencesSchema } from '../../../shared/config/preferences.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { AppDouble, frameDouble, SessionDouble, WindowDouble } from './electron-double.ts'

/** Electron as far as the shell's composition needs it; `order` tells what was called when. */
const host = {
  order: [] as string[],
  becomeReady: () => {},
  current: null as unknown,
  answer: 0,
  power: new EventEmitter()
}

class HostDouble extends AppDouble {
  readonly windows: WindowDouble[] = []
  readonly session = new SessionDouble()
  readonly exits: number[] = []
  readonly ready: Promise<void>
  readonly protocols = new Map<string, (request: { url: string; method: string }) => Promise<Response>>()
  readonly isPackaged = true
  constructor() {
    super()
    this.ready = new Promise((resolve) => {
      host.becomeReady = () => {
        host.order.push('ready')
        resolve()
      }
    })
  }
  enableSandbox = () => host.order.push('sandbox')
  setPath = (name: string, folder: string) => host.order.push(`${name} ${folder}`)
  whenReady = () => this.ready
  setBadgeCount = (count: number) => host.order.push(`badge ${count}`)
  exit = (code: number) => this.exits.push(code)
  login = { wasOpenedAtLogin: false }
  getLoginItemSettings = () => this.login
  setLoginItemSettings = ({ openAtLogin }: { openAtLogin: boolean }) => host.order.push(`login ${openAtLogin}`)
}

vi.doMock('electron', () => {
  const the = () => host.current as HostDouble
  const bound = (value: unknown, owner: object): unknown => (typeof value === 'function' ? value.bind(owner) : value)
  const late = <T extends object>(get: () => T): T =>
    new Proxy({} as T, { get: (_, key) => bound(Reflect.get(get(), key), get()) })
  class Window extends WindowDouble {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options)
      host.order.push('window')
      the().windows.push(this)
    }
  }
  class Notification extends EventEmitter {
    static isSupported = () => true
    show = () => host.order.push('notification')
  }
  class Tray extends EventEmitter {
    setToolTip = (text: string) => host.order.push(`tray ${text}`)
    setImage = () => {}
    setContextMenu = () => {}
    destroy = () => host.order.push('tray gone')
  }
  return {
    app: late(the),
    BrowserWindow: Window,
    dialog: {
      showMessageBox: async (...given: { message: string }[]) => {
        host.order.push(`asked: ${given.at(-1)?.message}`)
        return { response: host.answer }
      }
    },
    Menu: { buildFromTemplate: (template: unknown) => template },
    Notification,
    nativeImage: { createFromBitmap: () => ({}) },
    nativeTheme: { shouldUseDarkColors: false },
    powerMonitor: host.power,
    powerSaveBlocker: {
      start: () => host.order.push('awake'),
      stop: () => host.order.push('may sleep')
    },
    protocol: {
      registerSchemesAsPrivileged: () => host.order.push('schemes'),
      handle: (scheme: string, handler: never) => {
        host.order.push(`handle ${scheme}`)
        the().protocols.set(scheme, handler)
      }
    },
    safeStorage: { isAsyncEncryptionAvailable: async () => true, getSelectedStorageBackend: () => 'kwallet6' },
    session: { defaultSession: late(() => the().session) },
    shell: { openExternal: async () => {} },
    Tray
  }
})

const { createDesktopShell } = await import('./index.ts')

let rendererDir: string
let electron: HostDouble
let log: RecordingLog
beforeAll(async () => {
  rendererDir = await mkdtemp(path.join(tmpdir(), 'desktop-shell-'))
  await writeFile(path.join(rendererDir, 'index.html'), 'the app')
})
afterAll(() => rm(rendererDir, { recursive: true }))
beforeEach(() => {
  host.order.length = 0
  host.answer = 0
  host.power.removeAllListeners()
  log = recordingLog()
  electron = new HostDouble()
  host.current = electron
})

/** A desktop whose tray service took our entry; `said` overrides what it answers. */
const taken = `({'IsStatusNotifierHostRegistered': <true>, 'RegisteredStatusNotifierItems': <['org.kde.StatusNotifierItem-${process.pid}-1']>},)`
const start = ({ platform = 'linux' as NodeJS.Platform, said = taken } = {}) =>
  createDesktopShell({
    rendererDir,
    preload: '/app/preload.cjs',
    dataFolder: '/data',
    startArguments: [],
    clock: new ManualClock(),
    log,
    system: { platform, signals: new EventEmitter(), run: async () => said }
  })
const opened = async () => {
  const shell = await start()
  await shell.openWindow()
  host.becomeReady()
  await expect.poll(() => electron.windows).toHaveLength(1)
  return shell
}

describe('createDesktopShell', () => {
  it('does what must be done before Electron is ready without waiting for it, and the rest after', async () => {
    const shell = await start()
    await shell.openWindow()
    expect(host.order).toEqual(['sandbox', 'schemes', `userData ${path.join('/data', 'electron')}`])
    expect(electron.listenerCount('before-quit')).toBe(1)
    host.becomeReady()
    await expect.poll(() => host.order.slice(3)).toEqual(['ready', 'handle app', 'window'])
    expect(electron.windows[0]?.calls).toEqual(['load app://kroma/'])
    expect(electron.windows[0]?.options.webPreferences).toMatchObject({ preload: '/app/preload.cjs', sandbox: true })
    expect(electron.session.cancels('https://example.com/')).toBe(true)
    expect(electron.session.cancels('devtools://devtools/x')).toBe(true)
    const page = await electron.protocols.get('app')?.({ url: 'app://kroma/', method: 'GET' })
    expect(await page?.text()).toBe('the app')
  })

  it('opens no window where the guards could not be set up', async () => {
    electron.session.setPermissionCheckHandler = () => {
      throw new Error('no')
    }
    await (await start()).openWindow()
    host.becomeReady()
    await expect.poll(() => log.lines).toMatchObject([{ event: 'desktop.failed' }])
    expect(electron.windows).toEqual([])
  })

  it('connects its window and publishes to it', async () => {
    const shell = await opened()
    const contents = electron.windows[0]?.webContents
    shell.ipc.serve(async (sender, name) => ({ ok: true, value: [sender.trusted, name] }))
    const answers = commandNames.map(async (name) => contents?.handlers.get(name)?.({ senderFrame: frameDouble() }))
    expect(await Promise.all(answers)).toEqual(commandNames.map((name) => ({ ok: true, value: [true, name] })))
    shell.publish('engine.snapshot', { seq: 9 } as EngineSnapshot)
    expect(contents?.sent).toEqual([{ channel: 'engine.snapshot', payload: { seq: 9 } }])
  })

  it('guards whatever page comes to be', async () => {
    await start()
    const window = new WindowDouble({})
    electron.emit('web-contents-created', {}, window.webContents)
    expect(window.webContents.prevents('will-navigate', 'https://example.com/')).toBe(true)
  })

  it('stops everything before it quits', async () => {
    const shell = await start()
    const stopped: string[] = []
    shell.onQuitRequested(async () => void stopped.push('engine'))
    let prevented = false
    electron.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      }
    })
    await expect.poll(() => electron.exits).toEqual([0])
    expect([prevented, stopped]).toEqual([true, ['engine']])
  })

  it('opens its window again when a second instance starts', async () => {
    await opened()
    electron.emit('second-instance')
    await expect.poll(() => electron.windows[0]?.calls).toContain('focus')
    expect(electron.windows).toHaveLength(1)
  })

  it('gives way to the first instance', async () => {
    electron.locked = true
    await expect(start()).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
    host.becomeReady()
    expect(electron.windows).toEqual([])
  })

  it('notifies, shows its state in the tray, knows where secrets can be kept, and closes', async () => {
    const shell = await opened()
    host.order.length = 0
    shell.notify({ title: 'In jail', body: 'Until noon', severity: 'critical' })
    shell.setTray({ severity: 'ok', text: 'Submitting', badge: 2 })
    expect([shell.kind, await shell.secretStorage()]).toEqual(['desktop', 'keychain'])
    expect(await shell.seal()).not.toBeNull()
    await expect.poll(() => host.order).toHaveLength(3)
    await shell.close()
    expect(host.order).toEqual(['notification', 'tray Kroma Validator: Submitting (2 alerts)', 'badge 2', 'tray gone'])
    expect(electron.windows[0]?.destroyed).toBe(true)
  })

  const fine = { severity: 'ok' as const, text: 'Fine' }
  const noTray = `({'IsStatusNotifierHostRegistered': <false>},)`

  it('goes on in the tray when its window is closed, and says so', async () => {
    const shell = await opened()
    shell.setTray(fine)
    electron.windows[0]?.close()
    await expect.poll(() => electron.windows[0]?.destroyed).toBe(true)
    await expect.poll(() => host.order.at(-1)).toBe('notification')
    electron.emit('window-all-closed')
    expect(electron.quits).toBe(0)
    await shell.openWindow()
    await expect.poll(() => electron.windows).toHaveLength(2)
  })

  it('never goes on unseen: without a tray it asks, and keeps the window in the task bar', async () => {
    const shell = await start({ said: noTray })
    await shell.openWindow()
    host.becomeReady()
    shell.setTray({ ...fine, text: 'In jail' })
    await expect.poll(() => electron.windows[0]?.calls).toContain('title In jail – Kroma Validator')
    electron.windows[0]?.close()
    await expect.poll(() => host.order.at(-1)).toBe('asked: The validator would run unseen')
    await expect.poll(() => electron.windows[0]?.calls.at(-1)).toBe('minimize')
    electron.emit('window-all-closed')
    expect(electron.quits).toBe(1)
    expect(await shell.abilities()).toMatchObject({ tray: expect.stringContaining('shows no tray'), keepAwake: null })
  })

  it('quits with its window where that is wished', async () => {
    const shell = await opened()
    const preferences = preferencesSchema.parse({ host: { closeToTray: false } })
    await shell.applyPreferences(preferences)
    electron.windows[0]?.close()
    await expect.poll(() => electron.quits).toBe(1)
  })

  it.each([
    ['linux', false, taken, false, 1, false],
    ['linux', true, taken, false, 0, false],
    ['linux', true, noTray, false, 1, true],
    ['darwin', true, '', false, 0, false],
    ['darwin', false, '', true, 0, false],
    ['darwin', false, '', false, 1, false]
  ] as const)('a start on %s, hidden: %s (case %#)', async (platform, hidden, said, atLogin, windows, minimized) => {
    const shell = await start({ platform, said })
    electron.login.wasOpenedAtLogin = atLogin
    host.becomeReady()
    await shell.applyPreferences(preferencesSchema.parse({ host: { startHidden: true } }))
    shell.setTray(fine)
    await shell.openAtStart({ hidden })
    await shell.abilities()
    await new Promise((done) => setImmediate(done))
    expect(electron.windows).toHaveLength(windows)
    electron.windows[0]?.emit('ready-to-show')
    expect(electron.windows[0]?.calls.includes('minimize') ?? false).toBe(minimized)
  })

  it('asks before it quits where something speaks against it', async () => {
    const shell = await opened()
    shell.onQuitAsked(() => ({ message: 'A dispute is open', detail: '' }))
    const quit = () => electron.emit('before-quit', { preventDefault: () => {} })
    quit()
    await expect.poll(() => host.order).toContain('asked: A dispute is open')
    expect(electron.exits).toEqual([])
    host.answer = 1
    await expect.poll(() => quit() && electron.exits).toEqual([0])
  })

  it('keeps the machine awake when told so, and tells when it woke up', async () => {
    const shell = await opened()
    host.order.length = 0
    let woken = 0
    shell.onWake(() => void woken++)
    shell.keepAwake(true)
    shell.keepAwake(false)
    await expect.poll(() => host.order).toEqual(['awake', 'may sleep'])
    host.power.emit('resume')
    expect(woken).toBe(1)
  })

  it('starts with the system where that is wished', async () => {
    const shell = await start({ platform: 'darwin' })
    host.becomeReady()
    await shell.applyPreferences(preferencesSchema.parse({ host: { autostart: true } }))
    expect(host.order).toContain('login true')
    shell.setTray(fine)
    expect((await shell.abilities()).autostart).toBeNull()
  })
})
