import { type Arguments, defaultDataFolder } from '../arguments.ts'
import { systemClock as clock } from '../engine/runtime/clock.ts'
import { installation } from '../installation.ts'
import type { AppLogger } from '../log/logger.ts'
import type { Shell } from '../shell/shell.ts'

/** Electron's, where the app runs in it; to be made before anything else, since Electron does not wait. */
export async function openDesktopShell(args: Arguments, log: AppLogger): Promise<Shell> {
  const { createDesktopShell } = await import('../shell/desktop/index.ts')
  const { rendererDir, preload } = installation
  const { dataFolder } = args
  return createDesktopShell({ rendererDir, preload, dataFolder, startArguments: startArguments(args), clock, log })
}

export async function openBrowserShell(args: Arguments, log: AppLogger): Promise<Shell> {
  const { createBrowserShell } = await import('../shell/browser/create-browser-shell.ts')
  const { processTerminal } = await import('../shell/browser/terminal.ts')
  return createBrowserShell({
    rendererDir: installation.rendererDir,
    port: args.port,
    clock,
    log: log.child('shell'),
    terminal: processTerminal(process)
  })
}

/** What the system has to hand over when it starts the app. */
function startArguments({ dataFolder, configPath }: Arguments): string[] {
  const usual = dataFolder === defaultDataFolder(process.env, process.platform)
  return [...(usual ? [] : ['--data', dataFolder]), ...(configPath === null ? [] : ['--config', configPath])]
}
