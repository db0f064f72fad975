import { AppError } from '../../shared/errors.ts'
import type { Arguments } from '../arguments.ts'
import { runDoctor } from '../doctor-command.ts'
import { systemClock as clock } from '../engine/runtime/clock.ts'
import { installation, packagedAnvil } from '../installation.ts'
import { createLogger } from '../log/logger.ts'
import { logTo, openKeptSettings, openKeptVault } from '../open-installation.ts'
import { type DataFolder, openDataFolder } from '../store/data-folder.ts'
import { loadConfig } from '../store/load-config.ts'
import { untilSignal } from './until-signal.ts'

/** The checks on the command line; sets the exit code. */
export async function doctorMode(args: Arguments): Promise<void> {
  const { data, inUse } = heldOrNot(args)
  const config = args.configPath === null ? (await openKeptSettings(args)).config() : loadConfig(args.configPath)
  const code = await runDoctor({
    config,
    configPath: args.configPath,
    dataFolder: { path: args.dataFolder, inUse },
    vault: data && openKeptVault(data, Promise.resolve(null)),
    artifactsFile: installation.artifactsFile,
    ...packagedAnvil(),
    json: args.json,
    env: process.env,
    clock,
    log: data ? logTo(data, args) : createLogger({ sink: { write: () => {} } }),
    signal: untilSignal(),
    print: (line) => void process.stdout.write(line)
  })
  data?.release()
  process.exitCode = code
  // A socket that lingers must not keep who waits for the result.
  setTimeout(() => process.exit(code), 3_000).unref()
}

/** A folder that another instance uses is left alone. */
function heldOrNot({ dataFolder }: Arguments): { data: DataFolder | null; inUse: boolean } {
  try {
    return { data: openDataFolder(dataFolder), inUse: false }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { data: null, inUse: error.code === 'DATA_FOLDER_IN_USE' }
  }
}
