import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** One running anvil as others can recognise it. */
export type AnvilEntry = { pid: number; port: number; parentPid: number; instanceId: string }

/** Where running anvils are noted unless told otherwise: one place for all data folders, so that whoever starts next can clear up after a killed process. */
export const defaultRegisterDir = join(tmpdir(), `kroma-practice-anvils-${userInfo().uid}`)

const probeTimeoutMs = 1_000
const mine = new Set<number>()

/** Notes a running anvil; the returned function takes the note away. */
export async function registerAnvil(dir: string, entry: AnvilEntry): Promise<() => Promise<void>> {
  const file = join(dir, `${entry.pid}.json`)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeFile(file, JSON.stringify(entry))
  mine.add(entry.pid)
  return async () => {
    mine.delete(entry.pid)
    await rm(file, { force: true })
  }
}

/** Ends anvils whose parent is gone, and only those that still answer with the instance id they had. Returns how many. */
export async function sweepOrphans(dir: string = defaultRegisterDir): Promise<number> {
  const names = await readdir(dir).catch(() => [])
  const ended = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => sweep(join(dir, name))))
  return ended.filter(Boolean).length
}

async function sweep(file: string): Promise<boolean> {
  const entry = await readEntry(file)
  if (entry && hasParent(entry)) return false
  const orphaned = entry !== null && (await isSameInstance(entry))
  if (orphaned) endProcess(entry.pid)
  await rm(file, { force: true })
  return orphaned
}

async function readEntry(file: string): Promise<AnvilEntry | null> {
  try {
    const { pid, port, parentPid, instanceId } = JSON.parse(await readFile(file, 'utf8')) as Partial<AnvilEntry>
    const numbers = [pid, port, parentPid].every((n) => Number.isSafeInteger(n) && Number(n) > 1)
    return numbers && typeof instanceId === 'string' ? ({ pid, port, parentPid, instanceId } as AnvilEntry) : null
  } catch {
    return null
  }
}

// A process id may have come round again: an entry under our own id that we did not write is an orphan too.
function hasParent({ pid, parentPid }: AnvilEntry): boolean {
  return parentPid === process.pid ? mine.has(pid) : isAlive(parentPid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function isSameInstance({ port, instanceId }: AnvilEntry): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"anvil_metadata","params":[]}',
      signal: AbortSignal.timeout(probeTimeoutMs)
    })
    const answer = (await response.json()) as { result?: { instanceId?: unknown } }
    return answer.result?.instanceId === instanceId
  } catch {
    return false
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone meanwhile
  }
}
