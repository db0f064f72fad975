import { beforeEach, describe, expect, it } from 'vitest'
import { recordingLog } from '../../ipc/recording-log.ts'
import { WindowDouble } from './electron-double.ts'
import { mainWindow } from './window.ts'

let windows: WindowDouble[]
let attached: WindowDouble[]
let closings: WindowDouble[]
let reloadsLeft: number
let main: ReturnType<typeof mainWindow>

beforeEach(() => {
  windows = []
  attached = []
  closings = []
  reloadsLeft = 2
  main = mainWindow({
    create: (options) => {
      const window = new WindowDouble(options)
      windows.push(window)
      return window.asWindow
    },
    preload: '/app/preload.cjs',
    dark: () => true,
    attach: (window) => void attached.push(window as unknown as WindowDouble),
    mayReload: () => reloadsLeft-- > 0,
    closing: (window) => void closings.push(window as unknown as WindowDouble),
    log: recordingLog()
  })
})

describe('mainWindow', () => {
  it('is sandboxed, isolated and without Node', async () => {
    await main.open()
    expect(windows[0]?.options.webPreferences).toMatchObject({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false
    })
    expect(windows[0]?.options).toMatchObject({ width: 1280, height: 800, minWidth: 900, minHeight: 600, show: false })
  })

  it('is connected before it loads, and shown when it is ready', async () => {
    await main.open()
    expect(attached).toEqual(windows)
    expect(windows[0]?.calls).toEqual(['load app://kroma/'])
    windows[0]?.emit('ready-to-show')
    expect(windows[0]?.calls).toEqual(['load app://kroma/', 'show'])
  })

  it('opens on the screen that was asked for, and goes there when it is open', async () => {
    await main.open('stake')
    await main.open('alerts')
    expect(windows).toHaveLength(1)
    expect(windows[0]?.calls).toEqual(['load app://kroma/#/stake', 'show', 'focus', 'load app://kroma/#/alerts'])
  })

  it('is raised rather than opened twice', async () => {
    await main.open()
    const [window] = windows
    if (window) window.minimized = true
    await main.open()
    expect(windows).toHaveLength(1)
    expect(window?.calls.slice(1)).toEqual(['restore', 'show', 'focus'])
  })

  it('can be opened again after it was closed', async () => {
    await main.open()
    windows[0]?.emit('closed')
    await main.open()
    main.close()
    await main.open()
    expect(windows).toHaveLength(3)
    expect(windows[1]?.destroyed).toBe(true)
  })

  it('leaves it to the rule what closing it means', async () => {
    await main.open()
    windows[0]?.close()
    expect(closings).toEqual(windows)
    expect(windows[0]?.destroyed).toBe(false)
    expect(main.isOpen()).toBe(true)
    main.close()
    expect(main.isOpen()).toBe(false)
  })

  it('can start in the task bar only', async () => {
    await main.openMinimized()
    windows[0]?.emit('ready-to-show')
    expect(windows[0]?.calls).toEqual(['load app://kroma/', 'show', 'minimize'])
    await main.openMinimized()
    expect(windows).toHaveLength(1)
  })

  it('shows in the task bar how the validator is, whatever the page calls itself', async () => {
    main.setStatus('Starting')
    await main.open()
    expect(windows[0]?.options.title).toBe('Starting – Kroma Validator')
    main.setStatus('In jail')
    expect(windows[0]?.calls.at(-1)).toBe('title In jail – Kroma Validator')
    let prevented = false
    windows[0]?.emit('page-title-updated', {
      preventDefault: () => {
        prevented = true
      }
    })
    expect(prevented).toBe(true)
    main.close()
    main.setStatus('Fine')
    expect(windows[0]?.calls.at(-1)).toBe('title In jail – Kroma Validator')
  })

  it('loads again after a crash, but not for ever and not after it was closed', async () => {
    await main.open()
    const contents = windows[0]?.webContents
    const crash = (reason: string) => contents?.emit('render-process-gone', {}, { reason, exitCode: 1 })
    crash('clean-exit')
    expect(contents?.reloads).toBe(0)
    for (let i = 0; i < 5; i++) crash('crashed')
    expect(contents?.reloads).toBe(2)
    reloadsLeft = 9
    main.close()
    crash('crashed')
    expect(contents?.reloads).toBe(2)
  })
})
