import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonMembers } from './json-members.ts'

const object = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.jsonValue(), { noNullPrototype: true })

describe('the members of a JSON object', () => {
  it('are the texts that stand there', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const members = jsonMembers(` ${JSON.stringify(value, null, indent)}\n`)
        const read = Object.fromEntries([...(members ?? [])].map(([name, text]) => [name, JSON.parse(text)]))
        expect(read).toEqual(JSON.parse(JSON.stringify(value)))
        if (indent !== undefined) return
        for (const [name, text] of members ?? []) expect(text).toBe(JSON.stringify(value[name]))
      })
    )
  })

  it('are none in what was cut off, and reading never throws', () => {
    fc.assert(
      fc.property(object, fc.nat(), (value, cut) => {
        const text = JSON.stringify(value)
        expect(jsonMembers(text.slice(0, cut % text.length))).toBeNull()
      })
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{}[\]":,\\a1 ]*$/)), (text) => {
        const members = jsonMembers(text)
        expect(members === null || text.trim().startsWith('{')).toBe(true)
      })
    )
  })

  it('keep numbers and spaces as they are, however large the text', () => {
    const large = `{"a":[${'"x\\"}]\\\\",'.repeat(300_000)}1]}`
    const text = `{"jsonrpc":"2.0", "id": 1, "result" : {"wei": 123456789012345678901234567890.0, "trace":${large}} }`
    const result = jsonMembers(text)?.get('result') ?? ''
    expect(result.startsWith('{"wei": 123456789012345678901234567890.0, "trace":{"a":')).toBe(true)
    expect(result.endsWith('1]}}')).toBe(true)
  })

  it.each([
    '',
    '[]',
    '[{}]',
    '"{}"',
    'null',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{"a":1} x',
    '{"a":"}',
    '{"a":1 "b":2}'
  ])('are none in %j', (text) => {
    expect(jsonMembers(text)).toBeNull()
  })
})
