import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where something was found that should be nowhere: `place: name of the secret`. */
export type Find = string

/** Which of `secrets` (name to text) stand in `text`, whatever their case, with or without 0x. */
export function findSecrets(place: string, text: string, secrets: Readonly<Record<string, string>>): Find[] {
  const low = text.toLowerCase()
  return Object.entries(secrets).flatMap(([name, secret]) =>
    spellings(secret).some((spelling) => low.includes(spelling)) ? [`${place}: ${name}`] : []
  )
}

function spellings(secret: string): string[] {
  const bare = secret.replace(/^0x/, '').toLowerCase()
  const bytes = Buffer.from(secret, 'utf8')
  return [bare, encodeURIComponent(bare).toLowerCase(), bytes.toString('hex'), bytes.toString('base64').toLowerCase()]
}

/** Every file below `folder`, read as bytes. */
export const findInFiles = (folder: string, secrets: Readonly<Record<string, string>>): Find[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .flatMap((name) => findSecrets(name, readFileSync(join(folder, name)).toString('latin1'), secrets))

/** The command lines of all processes, and the environment of the children of `pid`. Linux only; elsewhere there is nothing to read. */
export function findInProcesses(
  pid: number,
  secrets: Readonly<Record<string, string>>
): { children: number; finds: Find[] } {
  const children = childrenOf(pid)
  const lines = pids().flatMap((other) =>
    findSecrets(`command line of ${other}`, read(`/proc/${other}/cmdline`), secrets)
  )
  const environments = children.flatMap((child) =>
    findSecrets(`environment of ${child}`, read(`/proc/${child}/environ`), secrets)
  )
  return { children: children.length, finds: [...lines, ...environments] }
}

const pids = (): number[] => (process.platform === 'linux' ? readdirSync('/proc').map(Number).filter(Boolean) : [])

/** And theirs. */
function childrenOf(pid: number): number[] {
  const parents = new Map(pids().map((other) => [other, parentOf(other)]))
  const found = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child)
  return found.flatMap((child) => [child, ...childrenOf(child)])
}

const parentOf = (pid: number): number => Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0)

/** Empty when the process is gone, or somebody else's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
