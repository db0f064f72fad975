import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Anvil {
  rpcUrl: string
  close(): Promise<void>
}

const binary = fileURLToPath(new URL('../../node_modules/.bin/anvil', import.meta.url))
const startTimeoutMs = 20_000

/** A chain of its own on a free port; `args` are added to the command line. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  const child = spawn(binary, ['--port', '0', '--accounts', '1', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    const address = await listeningAddress(child)
    return { rpcUrl: `http://${address}`, close: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`anvil did not start: ${text}`)), startTimeoutMs)
    const read = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-10_000)
      const address = /Listening on ([\d.]+:\d+)/.exec(text)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      child.stdout?.off('data', read).resume()
      child.stderr?.off('data', read).resume()
      resolve(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${text}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
