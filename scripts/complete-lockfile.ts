import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** One entry of package-lock.json, as far as this file is concerned. */
type Entry = {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
type Lockfile = { packages: Record<string, Entry> }
type Missing = { parent: string; name: string; range: string }

const osNames: Record<string, string> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32'
}
const cpuNames: Record<string, string> = {
  amd64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64'
}

/** Optional packages that the lockfile names but does not hold. `npm ci` refuses such a lockfile, and other platforms would miss their binaries. */
export function missingOptionals({ packages }: Lockfile): Missing[] {
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isHeld(packages, parent, name))
      .map(([name, range]) => ({ parent, name, range }))
  )
}

/** Looks where Node would: beside the parent, then outwards. */
function isHeld(packages: Lockfile['packages'], parent: string, name: string): boolean {
  if (packages[`${parent === '' ? '' : `${parent}/`}node_modules/${name}`]) return true
  if (parent === '') return false
  return isHeld(packages, parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/'))), name)
}

/** The entry of a platform's binary package, its platform read from its name; an exact version is needed. */
export function entryOf({ name, range }: Missing, parent: Entry): Entry {
  const words = name.split(/[-/_.]/)
  const os = words.map((w) => osNames[w]).find((w) => w !== undefined)
  const cpu = words.map((w) => cpuNames[w]).find((w) => w !== undefined)
  if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(range) || (!os && !cpu)) throw new Error(`${name}@${range}: lock this one by hand`)
  const libc = words.some((w) => w.startsWith('musl'))
    ? 'musl'
    : words.some((w) => w.startsWith('gnu'))
      ? 'glibc'
      : null
  return {
    version: range,
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] })
  }
}

/** An install leaves out the optional packages of other platforms that it could not see; this puts them back, by version. */
export function complete(lockfile: Lockfile): Lockfile {
  const packages = { ...lockfile.packages }
  for (const m of missingOptionals(lockfile)) packages[`node_modules/${m.name}`] = entryOf(m, packages[m.parent] ?? {})
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...lockfile, packages: Object.fromEntries(sorted) }
}

if (process.argv[1] === import.meta.filename) {
  const path = join(resolve(import.meta.dirname, '..'), 'package-lock.json')
  const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile
  writeFileSync(path, `${JSON.stringify(complete(lockfile), null, 2)}\n`)
  console.log(`lockfile: ${missingOptionals(lockfile).length} entries put back`)
}
