import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { desktopUpdater, noUpdates, type Updater } from './updater.ts'

let folder: string
let calls: string[]
let electronUpdater: Updater
let tellProgress: (progress: { percent: number }) => void
let offered: { isUpdateAvailable: boolean; updateInfo: { version: string } } | null

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'updater-'))
  calls = []
  offered = { isUpdateAvailable: true, updateInfo: { version: '0.2.0' } }
  const double: { [K in keyof Updater]?: unknown } = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    disableWebInstaller: false,
    updateConfigPath: null,
    setFeedURL: (options: object) => calls.push(JSON.stringify(options)),
    checkForUpdates: async () => offered,
    downloadUpdate: async () => {
      tellProgress({ percent: 50 })
      return calls.push('download')
    },
    quitAndInstall: (silent: boolean, run: boolean) => calls.push(`install silent ${silent} run ${run}`),
    on: (_: string, listener: typeof tellProgress) => {
      tellProgress = listener
    }
  }
  electronUpdater = double as unknown as Updater
})
afterEach(() => rm(folder, { recursive: true }))

const open = (platform: NodeJS.Platform) =>
  desktopUpdater({
    load: async () => electronUpdater,
    platform,
    installed: true,
    resources: folder,
    folder: path.join(folder, 'own'),
    onInstall: () => void calls.push('nobody is asked')
  })

describe('noUpdates', () => {
  it('says why', () => {
    expect(noUpdates({ ...open('darwin'), installed: false })).toMatch(/installed/)
    expect(noUpdates(open('linux'))).toMatch(/signed/)
    expect(noUpdates(open('darwin'))).toBeNull()
  })
})

describe('desktopUpdater', () => {
  it('fetches and installs nothing by itself', async () => {
    expect(await open('darwin').check('https://updates.example/')).toEqual({ version: '0.2.0' })
    expect(electronUpdater).toMatchObject({
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
      allowPrerelease: false,
      disableWebInstaller: true
    })
    expect(calls).toEqual(['{"provider":"generic","url":"https://updates.example/"}'])
    expect(await readFile(electronUpdater.updateConfigPath ?? '', 'utf8')).toContain('updaterCacheDirName')
  })

  it('takes an older or equal version, or none, for nothing new', async () => {
    offered = { isUpdateAvailable: false, updateInfo: { version: '0.0.1' } }
    expect(await open('darwin').check('https://updates.example/')).toBeNull()
    offered = null
    expect(await open('darwin').check('https://updates.example/')).toBeNull()
  })

  it('tells how far it is, and installs in the open, as the last thing', async () => {
    const updater = open('darwin')
    const percents: number[] = []
    await updater.download((percent) => void percents.push(percent))
    await updater.download((percent) => void percents.push(percent + 1))
    updater.install()
    await expect.poll(() => calls).toEqual(['download', 'download', 'nobody is asked', 'install silent false run true'])
    expect(percents).toEqual([50, 51])
  })

  it('relies on signatures only where somebody checks them', async () => {
    expect(open('darwin').signatureChecked).toBe(true)
    expect(open('linux').signatureChecked).toBe(false)
    expect(open('win32').signatureChecked).toBe(false)
    const config = path.join(folder, 'app-update.yml')
    await writeFile(config, 'provider: generic\npublisherName:\n')
    expect(open('win32').signatureChecked).toBe(false)
    await writeFile(config, 'publisherName:\nprovider: generic\n')
    expect(open('win32').signatureChecked).toBe(false)
    await writeFile(config, 'publisherName:\n  - Kroma Validator\nprovider: generic\n')
    expect(open('win32').signatureChecked).toBe(true)
    await writeFile(config, 'provider: generic\npublisherName: Kroma Validator\n')
    expect(open('win32').signatureChecked).toBe(true)
    await open('win32').check('https://updates.example/')
    expect(electronUpdater.updateConfigPath).toBeNull()
  })
})
