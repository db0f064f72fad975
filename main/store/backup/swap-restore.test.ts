import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { finishRestore, swapRestore } from './swap-restore.ts'

const folder = (files: Record<string, string>): string => {
  const at = mkdtempSync(join(tmpdir(), 'swap-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    writeFileSync(join(at, name), text)
  }
  return at
}
const textAt = (at: string, name: string): string => readFileSync(join(at, name), 'utf8')
const present = {
  'settings.json': 'old',
  'settings.last-good.json': 'old',
  'networks/a/journal.jsonl': 'old',
  'prover/token': 'old',
  'prover/proofs/x.proof': 'kept',
  'app.log': 'kept'
}
const staged = { 'restore-staging/settings.json': 'new', 'restore-staging/networks/b/journal.jsonl': 'new' }
const swap = (dataFolder: string) => swapRestore({ dataFolder, staging: 'restore-staging', aside: 'before' })

const expectSwapped = (at: string): void => {
  expect([textAt(at, 'settings.json'), textAt(at, 'networks/b/journal.jsonl')]).toEqual(['new', 'new'])
  expect(readdirSync(join(at, 'networks'))).toEqual(['b'])
  expect(textAt(at, 'before/settings.json')).toBe('old')
  expect(textAt(at, 'before/networks/a/journal.jsonl')).toBe('old')
  expect(textAt(at, 'before/prover/token')).toBe('old')
  expect(textAt(at, 'prover/proofs/x.proof')).toBe('kept')
  expect(existsSync(join(at, 'settings.last-good.json'))).toBe(false)
  expect(readdirSync(at).sort()).toEqual(['app.log', 'before', 'networks', 'prover', 'settings.json'])
}

describe('putting a restore in place', () => {
  it('replaces what is there, keeps it aside and touches nothing else', () => {
    const at = folder({ ...present, ...staged })
    swap(at)
    expectSwapped(at)
    expect(finishRestore(at)).toBe(false)
  })

  it('works in a folder that has nothing yet', () => {
    const at = folder(staged)
    swap(at)
    expect(readdirSync(at).sort()).toEqual(['networks', 'settings.json'])
  })

  it.each([0, 1, 2, 3, 4, 5, 6])('is finished at the next start after a crash behind move %i', (crashAfter) => {
    const at = folder({ ...present, ...staged })
    const plan = {
      staging: 'restore-staging',
      aside: 'before',
      moves: [
        ...['networks', 'settings.json', 'settings.last-good.json', 'prover/token'].map((p) => ({
          from: p,
          to: `before/${p}`
        })),
        ...['networks', 'settings.json'].map((p) => ({ from: `restore-staging/${p}`, to: p }))
      ]
    }
    // The first moves as the crashed process made them: its own plan, cut short.
    writeFileSync(
      join(at, 'restore.json'),
      JSON.stringify({ ...plan, staging: 'none', moves: plan.moves.slice(0, crashAfter) })
    )
    finishRestore(at)
    writeFileSync(join(at, 'restore.json'), JSON.stringify(plan))
    expect(finishRestore(at)).toBe(true)
    expectSwapped(at)
  })

  it('puts everything back when a file cannot be moved', () => {
    const at = folder({ ...present, ...staged, before: 'a file where the folder should be' })
    expect(() => swap(at)).toThrow(/Everything is as it was/)
    for (const [name, text] of Object.entries(present)) expect(textAt(at, name)).toBe(text)
    expect(finishRestore(at)).toBe(false)
  })
})
