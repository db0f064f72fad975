import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserWindowConstructorOptions } from 'electron'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { AppDouble, frameDouble, SessionDouble, WindowDouble } from './electron-double.ts'

/** Electron as far as the shell's composition needs it; `order` tells what was called when. */
const host = { order: [] as string[], becomeReady: () => {}, current: null as unknown }

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
}

vi.doMock('electron', () => {
  const the = () => host.current as HostDouble
  const late = <T extends object>(get: () => T): T => new Proxy({} as T, { get: (_, key) => Reflect.get(get(), key) })
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
    Menu: { buildFromTemplate: (template: unknown) => template },
    Notification,
    nativeImage: { createFromBitmap: () => ({}) },
    nativeTheme: { shouldUseDarkColors: false },
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
  log = recordingLog()
  electron = new HostDouble()
  host.current = electron
})

const start = () =>
  createDesktopShell({
    rendererDir,
    preload: '/app/preload.cjs',
    dataFolder: '/data',
    clock: new ManualClock(),
    log
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
    await expect.poll(() => host.order).toHaveLength(3)
    await shell.close()
    expect(host.order).toEqual(['notification', 'tray Kroma Validator: Submitting (2 alerts)', 'badge 2', 'tray gone'])
    expect(electron.windows[0]?.destroyed).toBe(true)
  })
})
