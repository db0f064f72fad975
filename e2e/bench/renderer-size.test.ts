import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { firstLoadScripts } from './renderer-size.ts'

it('counts what the page names and what that imports at once, not what is loaded later', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-bench-size-'))
  mkdirSync(join(folder, 'assets'))
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
  try {
    write('index.html', '<script src="./boot.js"></script><link rel="modulepreload" href="./assets/a.js">')
    write('boot.js', '"boot"')
    write('assets/a.js', 'import{x as y}from"./b.js";import"./c.js";const later=()=>import("./later.js")')
    write('assets/b.js', 'export{z}from"./d.js";import*as q from"./a.js"')
    for (const name of ['c', 'd', 'later']) write(`assets/${name}.js`, '')
    expect(firstLoadScripts(folder).sort()).toEqual([
      'assets/a.js',
      'assets/b.js',
      'assets/c.js',
      'assets/d.js',
      'boot.js'
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
