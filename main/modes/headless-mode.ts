import { createApp } from '../app.ts'
import type { Arguments } from '../arguments.ts'
import { complain } from '../complain.ts'
import { eventLine, runHeadless } from '../headless.ts'
import { appParts, logTo, openKeptSettings, openKeptVault } from '../open-installation.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { loadConfig } from '../store/load-config.ts'
import { unlockWithoutScreen } from '../unlock-vault.ts'
import { appMetrics } from './app-metrics.ts'
import { untilSignal } from './until-signal.ts'

/** The validator without a screen; ends the process. */
export async function headlessMode(args: Arguments): Promise<void> {
  const data = openDataFolder(args.dataFolder)
  const config = args.configPath === null ? (await openKeptSettings(args)).config() : loadConfig(args.configPath)
  const log = logTo(data, args)
  const parts = appParts({ args, data, log, vault: openKeptVault(data, Promise.resolve(null)) })
  const app = createApp({ ...parts, config, gatePatience: 3 })
  const signal = untilSignal()
  await unlockWithoutScreen({ ...parts, config, signal })
  const print = (line: string): void => void process.stdout.write(line)
  app.onAlertEvent((event) => print(eventLine(event)))
  const metrics = appMetrics(app, log)
  app.startAlerts(null)
  const code = await runHeadless({
    ...{ host: app.host, signal, print, complain },
    resumeSigning: args.resumeSigning
  })
  await metrics.stop()
  await app.close()
  data.release()
  process.exit(code)
}
