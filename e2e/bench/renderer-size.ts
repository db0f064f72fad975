import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Measurer } from './budget.ts'
import { buildRenderer } from './renderer-build.ts'

const kibibyte = 1_024

/** The scripts that the first page loads: those it names, and what these import before they run. */
export function firstLoadScripts(folder: string): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path = '']) => path)
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    const code = readFileSync(join(folder, path), 'utf8')
    for (const [, other = ''] of code.matchAll(
      /(?:^|[;}\s])(?:import\s*(?:[^"'()]*?from\s*)?|export\s*[^"'()]*?from\s*)["']\.\/([^"']+\.js)["']/g
    ))
      visit(join('assets', other))
  }
  for (const path of named) visit(path)
  return [...found]
}

const gzipped = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0) / kibibyte

export const rendererSize: Measurer = {
  name: 'renderer-size',
  about: 'what the first page loads',
  cheap: false,
  async measure() {
    const build = await buildRenderer('production')
    try {
      const first = firstLoadScripts(build.folder)
      const all = readdirSync(join(build.folder, 'assets')).filter((name) => name.endsWith('.js'))
      return [
        {
          name: 'renderer JS at first load, gzip',
          goal: { atMost: 400 },
          measured: gzipped(first.map((path) => join(build.folder, path))),
          unit: 'KB',
          reference: null,
          how: `production build; ${first.length} of ${all.length + 1} scripts, what index.html names and these import`
        },
        {
          name: 'renderer JS of all screens, gzip',
          goal: null,
          measured: gzipped(all.map((name) => join(build.folder, 'assets', name))),
          unit: 'KB',
          reference: null,
          how: 'production build, charts and every screen'
        }
      ]
    } finally {
      build.remove()
    }
  }
}
