import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type Anvil, startAnvil } from './anvil.ts'
import { sweepOrphans } from './anvil-register.ts'
import { connectRpc } from './rpc.ts'

const options = { chainId: 900, timestampSec: 1_700_000_000 }
const running: Anvil[] = []
const start = async (more: Partial<Parameters<typeof startAnvil>[0]> = {}): Promise<Anvil> => {
  const anvil = await startAnvil({ ...options, ...more })
  running.push(anvil)
  return anvil
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((anvil) => anvil.stop()))
})

describe('startAnvil', () => {
  it('serves the chain it was asked for, mines when told to and leaves no process', async () => {
    const anvil = await start()
    expect(await anvil.rpc('eth_chainId')).toBe('0x384')
    await anvil.rpc('evm_mine', [1_700_000_007])
    expect(await anvil.rpc('eth_getBlockByNumber', ['latest', false])).toMatchObject({
      number: '0x1',
      timestamp: '0x6553f107'
    })
    expect(isAlive(anvil.pid)).toBe(true)
    await anvil.stop()
    await anvil.stop()
    expect(isAlive(anvil.pid)).toBe(false)
    expect(await anvil.ended).toBeNull()
  })

  it('stops when its signal fires and refuses to start afterwards', async () => {
    const abort = new AbortController()
    const anvil = await start({ signal: abort.signal })
    abort.abort()
    await anvil.ended
    expect(isAlive(anvil.pid)).toBe(false)
    await expect(startAnvil({ ...options, signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('says why it does not start', async () => {
    const { port } = await start()
    await expect(startAnvil({ ...options, port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
    await expect(startAnvil({ ...options, binary: '/nowhere/anvil' })).rejects.toMatchObject({ code: 'ANVIL_MISSING' })
    await expect(startAnvil({ ...options, extraArgs: ['--no-such-flag'] })).rejects.toMatchObject({
      code: 'ANVIL_FAILED'
    })
  })

  it('reports an end that nobody asked for', async () => {
    const anvil = await start()
    process.kill(anvil.pid, 'SIGKILL')
    expect(await anvil.ended).toMatchObject({ code: 'ANVIL_ENDED' })
  })

  it('ends what a killed process left behind, and nothing else', async () => {
    const registerDir = await mkdtemp(join(tmpdir(), 'anvils-'))
    const kept = await start({ registerDir })
    const module = fileURLToPath(new URL('./anvil.ts', import.meta.url))
    const script = `const { startAnvil } = await import(${JSON.stringify(module)})
      const a = await startAnvil(${JSON.stringify({ ...options, registerDir })})
      console.log(a.httpUrl)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const [line] = await once(parent.stdout, 'data')
    const orphan = connectRpc({ url: String(line).trim() })
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    expect(await orphan('eth_chainId')).toBe('0x384')
    await writeFile(join(registerDir, '99.json'), 'not an entry')

    expect(await sweepOrphans(registerDir)).toBe(1)
    await expect.poll(() => orphan('eth_chainId').catch((error) => error.code)).toBe('PRACTICE_RPC_UNREACHABLE')
    expect(isAlive(kept.pid)).toBe(true)
    expect(await readdir(registerDir)).toEqual([`${kept.pid}.json`])
    await rm(registerDir, { recursive: true })
  })
})
