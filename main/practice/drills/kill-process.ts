import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Orders, Told } from './kill-child.ts'

/** A validator's process that waits for orders, or follows them. */
export type ValidatorProcess = {
  obey(orders: Orders): void
  /** Null while it lives. */
  ended(): { code: number | null; signal: NodeJS.Signals | null } | null
  /** How the newest game ended, as its engine shows it; null while it is on. */
  outcome(): string | null
  /** What it complained of, the end of it. */
  complaints(): string
  /** As `kill` sends it: SIGSTOP makes it stand still, SIGCONT lets it go on. */
  signal(name: NodeJS.Signals): void
  /** Ends it in order when it obeys already; resolves when it is gone. */
  stop(): Promise<void>
}

const script = fileURLToPath(new URL('./kill-child.ts', import.meta.url))
const patienceMs = 10_000

/** Started ahead of its orders, so that it is at work at once when it gets them. `cacheFolder` keeps the compiled code for the next one. */
export function startValidatorProcess(cacheFolder: string): ValidatorProcess {
  const child = fork(script, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder }
  })
  let complaints = ''
  let obeys = false
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4_000)
  })
  let outcome: string | null = null
  child.on('message', (told) => {
    outcome = (told as Told).outcome
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    obey(orders) {
      obeys = true
      child.send(orders)
    },
    ended: () => (isGone(child) ? { code: child.exitCode, signal: child.signalCode } : null),
    outcome: () => outcome,
    complaints: () => complaints,
    signal: (name) => void child.kill(name),
    async stop() {
      if (isGone(child)) return
      if (obeys) child.send('stop')
      else child.kill('SIGKILL')
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await gone
      clearTimeout(timer)
    }
  }
}

const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null
