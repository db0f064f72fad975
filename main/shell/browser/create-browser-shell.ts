import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createPublisher } from '../../ipc/publish.ts'
import { createQuit } from '../quit.ts'
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
  const offSignals = terminal.onInterrupt(() => (quit.requested ? terminal.exit(130) : void quit.request()))
  return {
    kind: 'browser',
    ipc: server.ipc,
    openWindow: async () => showLink(),
    publish: (topic, payload) => publisher.publish(topic, payload),
    onQuitRequested: quit.onQuitRequested,
    notify: ({ title, body }) => terminal.print(`${title}: ${body}`),
    setTray: () => {},
    secretStorage: async () => 'none',
    close
  }
}
