import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FaultResult } from './entry.ts'
import { faultEntries, findEntry } from './registry.ts'
import { jsonLine, listLines, markdownTable, plainLine } from './report.ts'
import { writeTable } from './write-table.ts'

const results: FaultResult[] = [
  { name: 'a', held: true, injected: 'x | y', expected: '<b>', seen: 'two\nlines' },
  { name: 'b', held: false, injected: 'i', expected: 'e', seen: 's' }
]

describe('what is told of faults', () => {
  it('is one line of JSON with these fields', () => {
    expect(JSON.parse(jsonLine(results))).toEqual({ entries: results })
    expect(jsonLine(results)).not.toContain('\n')
  })

  it('is a table that its own cells cannot break', () => {
    const table = markdownTable(results)
    expect(table).toContain('1 of 2 entries held.')
    expect(table).toContain('| a | x \\| y | &lt;b> | two lines | yes |')
    expect(table).toContain('| b | i | e | s | **no** |')
  })

  it('is a line each for people', () => {
    expect(results.map(plainLine)).toEqual(['held      a: two lines', 'NOT HELD  b: s'])
    expect(listLines(faultEntries)).toContain('crash-kill-mid-bisection')
    expect(findEntry('rpc-429')?.name).toBe('rpc-429')
    expect(findEntry('nothing')).toBeUndefined()
  })

  it('goes to the page between its marks, and again over itself', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'faults-page-')), 'page.md')
    writeFileSync(
      path,
      'before\n<!-- faults: written by npm run faults -- all --markdown -->\nold\n<!-- /faults -->\nafter\n'
    )
    const names = ['b', 'a']
    writeTable(path, results, names)
    writeTable(path, [{ name: 'b', held: true, injected: 'i', expected: 'e', seen: 'better' }], names)
    const page = readFileSync(path, 'utf8')
    expect([page.startsWith('before\n<!--'), page.endsWith('<!-- /faults -->\nafter\n')]).toEqual([true, true])
    expect(page.match(/2 of 2 entries held/g)).toHaveLength(1)
    expect(page).toMatch(/\| b \| i \| e \| better \| yes \|\n\| a \| x/)
    expect(page).not.toContain('old')
    writeFileSync(path, 'nothing')
    expect(() => writeTable(path, results, names)).toThrow(/no place/)
  })
})
