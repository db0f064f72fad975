import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Settings } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AutostartDeps, applyAutostart, noAutostart } from './autostart.ts'
import { wakeLock } from './wake-lock.ts'

let home: string
let told: Settings[]

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'autostart-'))
  told = []
})
afterEach(() => rm(home, { recursive: true }))

const deps = (changes: Partial<AutostartDeps> = {}): AutostartDeps => ({
  app: { isPackaged: true, setLoginItemSettings: (settings) => void told.push(settings) },
  platform: 'linux',
  env: {},
  execPath: '/opt/Kroma Validator/kroma',
  home,
  startArguments: [],
  ...changes
})
const entryOf = (folder = path.join(home, '.config')): string =>
  path.join(folder, 'autostart/kroma-validator-desktop.desktop')
const execOf = async (): Promise<string> => /^Exec=(.*)$/m.exec(await readFile(entryOf(), 'utf8'))?.[1] ?? ''

describe('applyAutostart', () => {
  it('writes one XDG entry on Linux, and takes it away again', async () => {
    await applyAutostart({ on: true, hidden: false }, deps())
    expect((await readFile(entryOf(), 'utf8')).split('\n')).toEqual([
      '[Desktop Entry]',
      'Type=Application',
      'Name=Kroma Validator',
      'Comment=Runs a Kroma validator',
      'Exec="/opt/Kroma Validator/kroma"',
      'Terminal=false',
      'X-GNOME-Autostart-enabled=true',
      ''
    ])
    expect((await stat(entryOf())).mode & 0o777).toBe(0o644)
    expect(await readdir(path.dirname(entryOf()))).toHaveLength(1)
    await applyAutostart({ on: false, hidden: false }, deps())
    await applyAutostart({ on: false, hidden: false }, deps())
    expect(await readdir(path.dirname(entryOf()))).toEqual([])
  })

  it('starts the AppImage and not what is mounted from it, with what the app was started with', async () => {
    const started = deps({
      env: { APPIMAGE: '/home/me/Kroma.AppImage' },
      startArguments: ['--data', '/srv/50% "x" $HOME\\']
    })
    await applyAutostart({ on: true, hidden: true }, started)
    expect(await execOf()).toBe(
      String.raw`"/home/me/Kroma.AppImage" "--data" "/srv/50%% \\"x\\" \\$HOME\\\\" "--hidden"`
    )
  })

  it('keeps to the operator’s configuration folder', async () => {
    const folder = path.join(home, 'elsewhere')
    await applyAutostart({ on: true, hidden: false }, deps({ env: { XDG_CONFIG_HOME: folder } }))
    expect(await readFile(entryOf(folder), 'utf8')).toContain('Exec=')
  })

  it('asks Windows and macOS in their own ways', async () => {
    const wish = { on: true, hidden: true }
    await applyAutostart(wish, deps({ platform: 'win32', startArguments: ['--data', 'C:\\My data'] }))
    await applyAutostart(wish, deps({ platform: 'darwin' }))
    await applyAutostart({ on: false, hidden: true }, deps({ platform: 'darwin' }))
    expect(told).toEqual([
      { openAtLogin: true, path: '/opt/Kroma Validator/kroma', args: ['--data', '"C:\\My data"', '--hidden'] },
      { openAtLogin: true },
      { openAtLogin: false }
    ])
  })

  it('leaves the system alone when it is not the installed app', async () => {
    const loose = deps({ app: { ...deps().app, isPackaged: false } })
    await applyAutostart({ on: true, hidden: false }, loose)
    expect(noAutostart(loose)).toMatch(/installed/)
    expect(noAutostart(deps())).toBeNull()
    expect(await readdir(home)).toEqual([])
  })
})

describe('wakeLock', () => {
  it('is held once and given back once', () => {
    const calls: string[] = []
    const lock = wakeLock({
      start: (type) => calls.push(`start ${type}`) + 6,
      stop: (id) => calls.push(`stop ${id}`) > 0
    })
    for (const on of [false, true, true, false, false, true]) lock(on)
    expect(calls).toEqual(['start prevent-app-suspension', 'stop 7', 'start prevent-app-suspension'])
  })
})
