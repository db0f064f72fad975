import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, root, run, writeStamp } from './project.mjs'

const rooms = ['main', 'renderer', 'preload', 'shared']
const files = ['package.json', 'package-lock.json', 'electron.vite.config.ts']
const stamp = join(root, 'out', '.built-from')

/** Builds main, preload, renderer and the practice contracts into out/, unless out/ was made from just these sources. */
export async function ensureBuilt(node, log = console.error) {
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  log('Building…')
  for (const [what, args] of steps()) {
    const { code, output } = await run(node, args, { capture: true, quiet: true })
    if (code !== 0) throw new Refusal(`The build failed at ${what}:\n${output}`)
  }
  writeStamp(stamp, wanted)
}

const steps = () => [
  ['the application', [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']],
  ['the screens', [join(root, 'node_modules/vite/bin/vite.js'), 'build', join(root, 'renderer'), '--logLevel', 'warn']],
  ['the practice contracts', [join(root, 'scripts/compile-contracts.ts'), join(root, 'out/practice/contracts.json')]]
]

function sourceHash() {
  const hash = createHash('sha256')
  const paths = [...rooms.flatMap((room) => walk(join(root, room))), ...files.map((f) => join(root, f))]
  for (const path of paths.filter((p) => !/\.(test|spec)\.tsx?$/.test(p)).sort())
    hash.update(path.slice(root.length)).update(readFileSync(path))
  return hash.digest('hex')
}

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? walk(join(folder, e.name)) : [join(folder, e.name)]
  )
