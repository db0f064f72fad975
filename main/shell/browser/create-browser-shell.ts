import type { HostAbilities } from '../../../shared/domain/host.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createPublisher } from '../../ipc/publish.ts'
import { createQuit, type Quit } from '../quit.ts'
import type { Shell } from '../shell.ts'
import { startBrowserServer } from './browser-server.ts'
import { type Terminal, watchEnter } from './terminal.ts'

export type BrowserShellOptions = {
  /** Folder of the built renderer (out/renderer). */
  rendererDir: string
  /** 0 takes a free port. */
  port: number
  clock: Clock
  log: Logger
  terminal: Terminal
}

/** The app as a page on loopback. Throws AppError RENDERER_MISSING, PORT_TAKEN, PORT_NOT_ALLOWED or LISTEN_FAILED. */
export async function createBrowserShell({ terminal, ...options }: BrowserShellOptions): Promise<Shell> {
  const { clock, log } = options
  const publisher = createPublisher({ clock })
  const server = await startBrowserServer({ ...options, publisher })
  const showLink = (): void =>
    terminal.print(`Open ${server.newLink()} (works in one browser, once; press Enter here for another link)`)
  const unwatch = watchEnter(terminal, showLink)
  const close = async (): Promise<void> => {
    unwatch()
    offSignals()
    await server.close()
  }
  const quit = createQuit({ clock, log, exit: (code) => void close().finally(() => terminal.exit(code)) })
  const offSignals = terminal.onInterrupt(interruptHandler({ clock, quit, exit: terminal.exit }))
  return {
    kind: 'browser',
    ipc: server.ipc,
    openWindow: async () => showLink(),
    openAtStart: async () => showLink(),
    abilities: async () => notHere,
    applyPreferences: async () => {},
    keepAwake: () => {},
    onWake: () => {},
    onQuitAsked: () => {},
    updater: () => null,
    publish: (topic, payload) => publisher.publish(topic, payload),
    onQuitRequested: quit.onQuitRequested,
    notify: ({ title, body }) => terminal.print(`${title}: ${body}`),
    setTray: () => {},
    onTrayCommand: () => {},
    secretStorage: async () => 'none',
    seal: async () => null,
    close
  }
}

/** The browser shell is a process of a terminal or a service: what concerns the desk is the system's. */
const notHere: HostAbilities = {
  tray: 'The app runs in a browser: it has no tray entry.',
  autostart: 'The app runs in a browser: let the system start it, for example as a service.',
  keepAwake: 'The app runs in a browser: switch sleep off in the system’s settings.',
  updates: 'The app runs in a browser: update it the way it was installed.'
}

const againMs = 1_500

/** The first interrupt stops everything, a later one ends the process at once. One Ctrl-C can arrive several times: from the terminal and from npm, which passes it on. */
function interruptHandler({
  clock,
  quit,
  exit
}: {
  clock: Clock
  quit: Quit
  exit: (code: number) => void
}): () => void {
  let firstMs = 0
  return () => {
    if (!quit.requested) {
      firstMs = clock.now()
      void quit.request()
    } else if (clock.now() - firstMs >= againMs) {
      exit(130)
    }
  }
}
