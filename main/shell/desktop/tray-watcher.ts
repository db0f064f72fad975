import { execFile } from 'node:child_process'
import type { TrayWatcher } from './decide-tray.ts'

/** Runs a program and gives what it prints; rejects with `code: 'ENOENT'` where there is no such program. */
export type RunTool = (program: string, args: readonly string[]) => Promise<string>

const watcher = 'org.kde.StatusNotifierWatcher'
const uniqueNames = 16

export const runTool: RunTool = (program, args) =>
  new Promise((done, failed) => {
    execFile(program, [...args], { timeout: 3_000, encoding: 'utf8' }, (error, out) =>
      error ? failed(error) : done(out)
    )
  })

const tools: { program: string; all: string[]; pid: (name: string) => string[] }[] = [
  {
    program: 'gdbus',
    all: call(watcher, '/StatusNotifierWatcher', 'org.freedesktop.DBus.Properties.GetAll', watcher),
    pid: (name) => call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetConnectionUnixProcessID', name)
  },
  {
    program: 'busctl',
    all: [
      '--user',
      'call',
      watcher,
      '/StatusNotifierWatcher',
      'org.freedesktop.DBus.Properties',
      'GetAll',
      's',
      watcher
    ],
    pid: (name) => [
      '--user',
      'call',
      'org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus',
      'GetConnectionUnixProcessID',
      's',
      name
    ]
  }
]

function call(dest: string, path: string, method: string, arg: string): string[] {
  return ['call', '--session', '--timeout', '2', '--dest', dest, '--object-path', path, '--method', method, arg]
}

/** Asks the session's tray service, with whichever D-Bus tool there is. Null without one; a desktop without the service hosts nothing. */
export async function askTrayWatcher(run: RunTool, pid: number): Promise<TrayWatcher | null> {
  for (const tool of tools) {
    const said = await run(tool.program, tool.all).catch((error: { code?: unknown }) =>
      error.code === 'ENOENT' ? null : ''
    )
    if (said === null) continue
    const hosted = /IsStatusNotifierHostRegistered\W+(<|b )?true/.test(said)
    const hasOurs = namesPid(said, pid) || (await ownsOne(said, pid, (name) => run(tool.program, tool.pid(name))))
    return { hosted, hasOurs }
  }
  return null
}

/** Entries are registered under a name that tells the process, `org.kde.StatusNotifierItem-PID-N`, ... */
const namesPid = (said: string, pid: number): boolean => said.includes(`StatusNotifierItem-${pid}-`)

/** ... or under a connection's own name, `:1.42`, whose process the bus knows. */
async function ownsOne(said: string, pid: number, ask: (name: string) => Promise<string>): Promise<boolean> {
  const names = [...new Set([...said.matchAll(/['"](:\d+\.\d+)/g)].map((found) => found[1] ?? ''))].slice(
    0,
    uniqueNames
  )
  const owners = await Promise.all(names.map((name) => ask(name).catch(() => '')))
  return owners.some((owner) => new RegExp(`\\b${pid}\\b`).test(owner))
}
