import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'
import electron from './electron.ts'
import { host } from './host.ts'

/** Runs a built main process with the double in Electron's place: `node run-main.ts ENTRY ARGUMENTS...`, with an IPC channel to the spec. */
export type Question = { id: number; fn: string; arg: unknown }
export type Answer =
  | { kind: 'ready'; endpoint: string }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failed'; id: number; message: string }

const double = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: double, shortCircuit: true } : next(name, context))
})
Object.defineProperty(process.versions, 'electron', { value: '45.0.0', enumerable: true })
Object.assign(process, { type: 'browser', defaultApp: true })
process.argv.splice(1, 1)

const tell = (answer: Answer): void => void process.send?.(answer)

process.on('message', async ({ id, fn, arg }: Question) => {
  try {
    const call = new Function('electron', 'arg', `return (${fn})(electron, arg)`)
    tell({ kind: 'answer', id, value: await call(electron, arg) })
  } catch (error) {
    tell({ kind: 'failed', id, message: String(error) })
  }
})
process.on('disconnect', () => process.exit(1))

await import(pathToFileURL(process.argv[1] ?? '').href)
await app.becomeReady()
tell({ kind: 'ready', endpoint: (await host.chromium).endpoint })
