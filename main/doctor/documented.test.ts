import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { doctorChecks } from '../../shared/domain/doctor.ts'

it('documents every check by its name', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/config.md'), 'utf8')
  expect(Object.keys(doctorChecks).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
