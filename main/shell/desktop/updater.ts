import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { AppUpdater } from 'electron-updater'
import type { UpdaterPort } from '../../updates/updater-port.ts'

/** The part of electron-updater that is used. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'disableWebInstaller'
  | 'updateConfigPath'
  | 'setFeedURL'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
> & { on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown }

export type UpdaterDeps = {
  load: () => Promise<Updater>
  platform: NodeJS.Platform
  installed: boolean
  /** Where the package has its resources. */
  resources: string
  /** Where this installation keeps what it makes itself. */
  folder: string
  /** Called before the app ends for the installation: nobody is asked any more. */
  onInstall: () => void
}

/**
 * Updates by electron-updater. macOS installs only what the same developer signed. On Windows the updater checks that only where the package
 * names its publisher, in resources/app-update.yml. AppImage and deb are not signed: there an update is told of, no more.
 */
export function desktopUpdater(deps: UpdaterDeps): UpdaterPort {
  const { platform, installed, onInstall } = deps
  let ready: Promise<Updater> | null = null
  const updater = (): Promise<Updater> => {
    ready ??= deps.load().then((loaded) => prepared(loaded, deps))
    return ready
  }
  let onPercent = (_percent: number): void => {}
  let watched = false
  return {
    installed,
    signatureChecked: platform === 'darwin' || (platform === 'win32' && publisherIsNamed(deps)),
    async check(feedUrl) {
      const loaded = await updater()
      loaded.setFeedURL({ provider: 'generic', url: feedUrl })
      const found = await loaded.checkForUpdates()
      return found?.isUpdateAvailable ? { version: found.updateInfo.version } : null
    },
    async download(tell) {
      const loaded = await updater()
      onPercent = tell
      if (!watched) loaded.on('download-progress', ({ percent }) => onPercent(percent))
      watched = true
      await loaded.downloadUpdate()
    },
    install() {
      onInstall()
      void updater().then((loaded) => loaded.quitAndInstall(false, true))
    }
  }
}

/** Why this installation cannot be updated from within; null when it can. */
export function noUpdates({ installed, signatureChecked }: UpdaterPort): string | null {
  if (!installed) return 'Only the installed app can be updated from within.'
  return signatureChecked ? null : 'Nobody checks here who signed an update: the app tells of one, install it yourself.'
}

const packaged = ({ resources }: UpdaterDeps): string => path.join(resources, 'app-update.yml')

const publisherIsNamed = (deps: UpdaterDeps): boolean =>
  existsSync(packaged(deps)) &&
  /^publisherName:([ \t]+\S|\s*\n[ \t]+-[ \t]*\S)/m.test(readFileSync(packaged(deps), 'utf8'))

/** Nothing is fetched or installed by itself; never an older version, never one that brings another installer. */
function prepared(updater: Updater, deps: UpdaterDeps): Updater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  updater.disableWebInstaller = true
  if (!existsSync(packaged(deps))) updater.updateConfigPath = ownConfig(deps)
  return updater
}

/** The updater wants a file that says where it may keep what it fetches. */
function ownConfig({ folder }: UpdaterDeps): string {
  const file = path.join(folder, 'app-update.yml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'updaterCacheDirName: kroma-validator-desktop-updater\n')
  return file
}
