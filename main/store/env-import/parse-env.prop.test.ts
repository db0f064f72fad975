import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnv } from './parse-env.ts'
import { readOperatorEnv } from './read-operator-env.ts'

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
const piece = fc.constantFrom(
  '"',
  "'",
  '#',
  '=',
  '\n',
  '\r\n',
  '\uFEFF',
  'export ',
  '$(rm -rf /)',
  '`id`',
  '\\',
  '\0',
  ' ',
  'KEY',
  '../..',
  '0x'
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((all) => all.join(''))
)

describe('an environment file, whatever stands there', () => {
  it('is data: entries with names, notes without values', () => {
    fc.assert(
      fc.property(text, (content) => {
        const { entries, notes } = parseEnv(content)
        for (const { key, value, line } of entries) {
          expect(key).toMatch(/^[A-Za-z_][A-Za-z0-9_.]*$/)
          expect(typeof value === 'string' && line > 0).toBe(true)
        }
        expect(notes.every(({ line }) => line === null || line > 0)).toBe(true)
      }),
      { numRuns: 1_000 }
    )
  })

  it('gives simple values back as they were written', () => {
    fc.assert(
      fc.property(name, fc.stringMatching(/^[\w./:@-]{0,30}$/), fc.constantFrom('', '"', "'"), (key, value, quote) => {
        expect(parseEnv(`export ${key} = ${quote}${value}${quote}\n`).entries).toMatchObject([{ key, value }])
      })
    )
  })

  it('is previewed without a secret in it', () => {
    const secret = fc.stringMatching(/^[0-9a-f]{64}$/)
    const variable = fc.constantFrom(
      'PRIVATE_KEY',
      'VALIDATOR_PRIVATE_KEY',
      'KROMA_VALIDATOR_PRIVATE_KEY',
      'MNEMONIC',
      'AWS_SECRET_ACCESS_KEY'
    )
    fc.assert(
      fc.property(variable, secret, text, (key, value, around) => {
        const { preview } = readOperatorEnv(`${around}\n${key}=${value}\n${key}="0x${value}"\n`)
        expect(JSON.stringify(preview, (_, v) => (typeof v === 'bigint' ? `${v}` : v))).not.toContain(value)
      })
    )
  })

  it.each(['A=', '"', '=', '#', ' ', "A='", '$', 'A=\n'])('a megabyte of %j is read in one pass', (unit) => {
    expect(() => parseEnv(unit.repeat(1_000_000 / unit.length))).not.toThrow()
  })
})
