import type { App, PowerMonitor } from 'electron'
import type { Quit } from '../quit.ts'
import type { QuitCaution } from '../shell.ts'

export type LifecycleDeps = {
  app: Pick<App, 'on' | 'quit'>
  quit: Pick<Quit, 'request' | 'requested'>
  open: () => void
  /** What speaks against quitting now; null when nothing does. */
  caution: () => QuitCaution | null
  /** Shows it; true to quit all the same. */
  ask: (caution: QuitCaution) => Promise<boolean>
  /** False when the app would be left without anything to reach it by. */
  reachable: () => boolean
}

/** before-quit -> preventDefault -> asked where there is something to lose -> stop everything, at most 10 s -> exit (`createQuit` calls app.exit, which asks nobody again). */
export function wireLifecycle({ app, quit, open, caution, ask, reachable }: LifecycleDeps): void {
  let asking = false
  const quitWhenSure = async (): Promise<void> => {
    const reason = quit.requested ? null : caution()
    if (reason === null) return quit.request()
    if (asking) return
    asking = true
    const sure = await ask(reason).catch(() => true)
    asking = false
    if (sure) await quit.request()
  }
  app.on('before-quit', (event) => {
    event.preventDefault()
    void quitWhenSure()
  })
  app.on('window-all-closed', () => {
    if (!reachable()) app.quit()
  })
  app.on('activate', open)
}

export type SystemSignals = { on(signal: NodeJS.Signals, act: () => void): unknown }

/** The system wants the app gone, or a terminal does: nobody is asked. */
export function quitWithSystem({
  signals,
  powerMonitor,
  quit
}: {
  signals: SystemSignals
  powerMonitor: Pick<PowerMonitor, 'on'>
  quit: Pick<Quit, 'request'>
}): void {
  const leave = (): void => void quit.request()
  const delay = (event?: { preventDefault(): void }): void => {
    event?.preventDefault()
    leave()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(signal, leave)
  powerMonitor.on('shutdown', delay as () => void)
}
