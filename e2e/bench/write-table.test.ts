import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { thisMachine } from './machine.ts'
import { withTable } from './write-table.ts'

const result = {
  machine: thisMachine(),
  budgets: [
    { name: 'one', goal: { atMost: 3 }, measured: 2, unit: 's', reference: 4, how: 'counted' },
    { name: 'two', goal: null, measured: 1.5, unit: 'MB', reference: null, how: 'weighed' }
  ],
  failed: [{ name: 'three', why: 'no browser' }]
}
const page = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8')

it('has a place in the page, and puts the table of a run there and nowhere else', () => {
  const written = withTable(page, result)
  expect(written).toContain('| one | <= 3 s | 2 s | yes | 4 s | 2.0 x |')
  expect(written).toContain('three: not measured: no browser')
  const [before = '', after = ''] = [page.split('<!-- bench')[0], page.split('<!-- /bench -->')[1]]
  expect(written?.startsWith(before)).toBe(true)
  expect(written?.endsWith(after)).toBe(true)
  expect(withTable(written ?? '', result)).toBe(written)
})

it('writes nothing into a page without its markers', () => expect(withTable('# page', result)).toBeNull())
