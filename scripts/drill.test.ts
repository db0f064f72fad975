import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('./drill.ts', import.meta.url))
const drill = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

describe('npm run drill', () => {
  it.each([
    ['an unknown drill', ['dance'], 'There is no drill "dance". There is: submit'],
    ['no drill', [], 'Name one drill: submit'],
    ['an unknown preset', ['submit', '--preset', 'moon'], '--preset wants practice or mainnet-shape, not "moon"'],
    ['a seed that is no number', ['submit', '--seed', 'x'], '--seed wants a whole number, not "x"'],
    ['an unknown option', ['submit', '--loud'], "Unknown option '--loud'"]
  ])('refuses %s in one line with what there is', (_, args, line) => {
    const { status, stdout, stderr } = drill(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.split('\n')[0]).toContain(line)
    expect(stderr).toContain('npm run drill -- NAME')
  })
})
