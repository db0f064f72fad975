import type { EventEmitter } from 'node:events'

/** The terminal in which the browser shell runs. */
export type Terminal = {
  input: Pick<NodeJS.ReadStream, 'on' | 'off' | 'resume' | 'pause'>
  print(line: string): void
  /** Ctrl-C, or the system asking the process to end. Returns the way to stop listening. */
  onInterrupt(fn: () => void): () => void
  exit(code: number): void
}

type ProcessPart = Pick<EventEmitter, 'on' | 'off'> & {
  stdin: Terminal['input']
  stdout: { write(text: string): unknown }
  exit(code: number): void
}

/** The real terminal: `processTerminal(process)`. */
export const processTerminal = (process: ProcessPart): Terminal => ({
  input: process.stdin,
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
