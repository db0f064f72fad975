import type { App } from 'electron'
import type { Quit } from '../quit.ts'

export type LifecycleDeps = {
  app: Pick<App, 'on' | 'quit'>
  quit: Pick<Quit, 'request'>
  open: () => void
  platform: NodeJS.Platform
}

/** before-quit -> preventDefault -> stop everything, at most 10 s -> exit (`createQuit` calls app.exit, which asks nobody again). */
export function wireLifecycle({ app, quit, open, platform }: LifecycleDeps): void {
  app.on('before-quit', (event) => {
    event.preventDefault()
    void quit.request()
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('activate', open)
}
