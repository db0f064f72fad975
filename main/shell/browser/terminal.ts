import type { EventEmitter } from 'node:events'
import { isForeground } from './is-foreground.ts'

type Input = Pick<NodeJS.ReadStream, 'on' | 'off' | 'resume' | 'pause'>

/** The terminal in which the browser shell runs. */
export type Terminal = {
  /** Null where nobody can type, or where listening would stop the process. */
  input: Input | null
  print(line: string): void
  /** Ctrl-C, or the system asking the process to end. Returns the way to stop listening. */
  onInterrupt(fn: () => void): () => void
  exit(code: number): void
}

type ProcessPart = Pick<EventEmitter, 'on' | 'off'> & {
  readonly stdin: Input
  stdout: { write(text: string): unknown }
  exit(code: number): void
}

/** The real terminal: `processTerminal(process)`. */
export const processTerminal = (process: ProcessPart): Terminal => ({
  input: isForeground() ? process.stdin : null,
  print: (line) => void process.stdout.write(`${line}\n`),
  onInterrupt: (fn) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, fn)
    return () => {
      for (const signal of signals) process.off(signal, fn)
    }
  },
  exit: (code) => process.exit(code)
})

/** Calls `fn` for each Enter, one call per chunk however many lines it holds. */
export function watchEnter({ input }: Terminal, fn: () => void): () => void {
  if (input === null) return () => {}
  const onData = (chunk: unknown): void => {
    if (String(chunk).includes('\n')) fn()
  }
  const onError = (): void => {}
  input.on('data', onData)
  input.on('error', onError)
  input.resume()
  return () => {
    input.off('data', onData)
    input.off('error', onError)
    input.pause()
  }
}
