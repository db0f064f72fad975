import { type ChildProcess, spawn } from 'node:child_process'
import { AbortedError, AppError } from '../../shared/errors.ts'
import { anvilBinary, anvilMissing } from './anvil-binary.ts'
import { defaultRegisterDir, registerAnvil, sweepOrphans } from './anvil-register.ts'
import { connectRpc, type Rpc } from './rpc.ts'

export type AnvilOptions = {
  chainId: number
  /** Time of the genesis block. */
  timestampSec: number
  /** Mines by itself every so many seconds; without it blocks come only when asked for (`evm_mine`). */
  blockTimeSec?: number
  /** 0, the default, takes a free port. */
  port?: number
  hardfork?: 'shanghai' | 'cancun'
  /** How many past states can be asked for (eth_call, eth_getProof at a block). Each costs memory in proportion to the height. */
  keptStates?: number
  binary?: string
  registerDir?: string
  extraArgs?: readonly string[]
  /** Stops the node. */
  signal?: AbortSignal
}

/** A running chain on the loopback address. */
export type Anvil = {
  httpUrl: string
  wsUrl: string
  port: number
  pid: number
  chainId: number
  rpc: Rpc
  /** Idempotent; resolves when the process is gone. */
  stop(): Promise<void>
  /** Resolves when the process is gone, with the reason when nobody asked for it. */
  ended: Promise<AppError | null>
}

const startTimeoutMs = 15_000
const politeMs = 1_000
const live = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of live) child.kill('SIGKILL')
})

/** Starts anvil without a shell and waits until it listens. Throws ANVIL_MISSING, PORT_TAKEN, ANVIL_FAILED or AbortedError. Orphans of killed processes are ended on the way. */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const { signal, registerDir = defaultRegisterDir } = options
  if (signal?.aborted) throw new AbortedError(signal.reason)
  await sweepOrphans(registerDir)
  const child = spawn(options.binary ?? anvilBinary(), argumentsOf(options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
    // In a group of its own: Ctrl-C in a terminal is for the app, which then stops its chains in order.
    detached: process.platform !== 'win32',
    windowsHide: true
  })
  live.add(child)
  child.once('exit', () => live.delete(child))
  const onAbort = (): void => void end(child)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const port = await listeningPort(child, options)
    return await dressUp({
      child,
      port,
      options,
      registerDir,
      unlisten: () => signal?.removeEventListener('abort', onAbort)
    })
  } catch (error) {
    await end(child)
    signal?.removeEventListener('abort', onAbort)
    throw signal?.aborted ? new AbortedError(signal.reason) : error
  }
}

function argumentsOf(options: AnvilOptions): string[] {
  const { chainId, timestampSec, blockTimeSec, port = 0, hardfork = 'cancun', keptStates } = options
  const mining = blockTimeSec === undefined ? ['--no-mining'] : ['--block-time', String(blockTimeSec)]
  // Nothing goes to disk: a state holds every block hash so far, and thousands of them would fill it within a day.
  const history = keptStates === undefined ? ['--prune-history'] : ['--prune-history', String(keptStates)]
  const chain = ['--chain-id', String(chainId), '--timestamp', String(timestampSec), '--hardfork', hardfork]
  const server = ['--host', '127.0.0.1', '--port', String(port), '--no-cors']
  return [...server, ...chain, ...mining, ...history, '--accounts', '0', ...(options.extraArgs ?? [])]
}

// anvil reads many variables (fork URLs, listen addresses, log levels): it gets none but what a process needs.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'USERPROFILE', 'SystemRoot', 'LOCALAPPDATA', 'APPDATA']
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  )
}

function listeningPort(child: ChildProcess, { port = 0 }: AnvilOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(anvilFailed('it did not listen within 15 s', text)), startTimeoutMs)
    const read = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-8_000)
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)?.[1]
      if (found !== undefined) settle(() => resolve(Number(found)))
    }
    // From then on the output is read and dropped: a full pipe would stop the process.
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      child.stdout?.off('data', read).resume()
      child.stderr?.off('data', read).resume()
      finish()
    }
    child.once('error', (cause) => settle(() => reject(anvilMissing('it cannot be run', cause))))
    // 'close' comes after the last output, 'exit' may come before it.
    child.once('close', (code) => settle(() => reject(startError({ code, text, port }))))
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
  })
}

function startError({ code, text, port }: { code: number | null; text: string; port: number }): AppError {
  if (!/address already in use|os error (98|48|10048)/i.test(text))
    return anvilFailed(`it ended with code ${code}`, text)
  return new AppError(
    { code: 'PORT_TAKEN', port },
    { message: `Port ${port} of this machine is taken. Choose another, or 0 for a free one.` }
  )
}

function anvilFailed(why: string, text: string): AppError {
  const lastLine = text.trim().split('\n').at(-1)?.trim() ?? ''
  return new AppError(
    { code: 'ANVIL_FAILED', lastLine },
    { message: `anvil did not start: ${why}. ${lastLine}`.trim() }
  )
}

type Parts = { child: ChildProcess; port: number; options: AnvilOptions; registerDir: string; unlisten: () => void }

async function dressUp({ child, port, options, registerDir, unlisten }: Parts): Promise<Anvil> {
  const httpUrl = `http://127.0.0.1:${port}`
  const rpc = connectRpc({ url: httpUrl })
  const pid = child.pid ?? 0
  const { instanceId } = await rpc<{ instanceId: string }>('anvil_metadata')
  const forget = await registerAnvil(registerDir, { pid, port, parentPid: process.pid, instanceId })
  let asked = false
  const ended = gone(child).then(async () => {
    unlisten()
    await forget()
    if (asked || options.signal?.aborted) return null
    return new AppError({ code: 'ANVIL_ENDED', chainId: options.chainId }, { message: 'anvil ended by itself.' })
  })
  const stop = async (): Promise<void> => {
    asked = true
    await end(child)
    await ended
  }
  return { httpUrl, wsUrl: `ws://127.0.0.1:${port}`, port, pid, chainId: options.chainId, rpc, stop, ended }
}

const isGone = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

function gone(child: ChildProcess): Promise<void> {
  return isGone(child) ? Promise.resolve() : new Promise((resolve) => child.once('exit', () => resolve()))
}

async function end(child: ChildProcess): Promise<void> {
  if (isGone(child)) return
  const exited = gone(child)
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), politeMs)
  await exited
  clearTimeout(timer)
}
