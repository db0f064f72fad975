import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const rooms = /^(main|renderer|preload|shared|e2e|scripts|docs)\/[\w./*-]+$/

/** Paths in code marks and in links, relative to the project's root. */
function pathsIn(page: string): string[] {
  const text = read(page)
  const marked = [...text.matchAll(/`([^`\s]+)`/g)].map((m) => m[1] ?? '').filter((p) => rooms.test(p))
  const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((m) => join(page, '..', m[1] ?? ''))
  return [...marked, ...linked]
}

describe.each(pages)('%s', (page) => {
  it('names only files that exist', () => {
    const missing = pathsIn(page).filter((p) => !existsSync(join(root, p)) && globSync(p, { cwd: root }).length === 0)
    expect(missing).toEqual([])
  })

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(page).matchAll(/npm run ([\w-]+)/g)].map((m) => m[1] ?? '')
    expect(named.filter((name) => !scripts[name])).toEqual([])
  })
})
