import { createApp } from '../app.ts'
import type { Arguments } from '../arguments.ts'
import { installation } from '../installation.ts'
import { createLateSink } from '../log/late-sink.ts'
import { createLogger } from '../log/logger.ts'
import { appParts, logSink, logTo, openKeptSettings, openKeptVault } from '../open-installation.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { loadConfig } from '../store/load-config.ts'
import { unlockBehindScreen } from '../unlock-vault.ts'
import { attachScreens } from './attach-screens.ts'
import { openBrowserShell, openDesktopShell } from './open-shell.ts'

/** The app with its screens, in Electron or in a browser; returns when it runs. */
export async function screenMode(args: Arguments): Promise<void> {
  const late = createLateSink()
  const early = createLogger({ sink: late, level: args.logLevel })
  const desktop = installation.inElectron ? await openDesktopShell(args, early) : null
  const data = openDataFolder(args.dataFolder)
  const sink = logSink(data)
  late.open(sink)
  const log = logTo(data, args, sink)
  const settings = await openKeptSettings(args)
  const config = args.configPath === null ? settings.config() : loadConfig(args.configPath)
  const shell = desktop ?? (await openBrowserShell(args, log))
  const vault = openKeptVault(data, shell.seal())
  const parts = appParts({ args, data, log, vault })
  const app = createApp({ ...parts, config })
  const life = new AbortController()
  void unlockBehindScreen({ ...parts, config, signal: life.signal })
  await attachScreens(shell, { app, vault, life, settings, args, data, log })
}
