import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRequest, decodeServerFrame, encodeFrame } from './wire-frames.ts'

const key = fc.string({ maxLength: 8 }).filter((k) => !['__proto__', 'constructor', 'prototype', '$n'].includes(k))
const leaf = fc.oneof(fc.bigInt(), fc.string(), fc.boolean(), fc.constant(null), fc.integer())
const data = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node')),
    fc.dictionary(key, tie('node'), { noNullPrototype: true })
  )
})).node

describe('frames', () => {
  it('carry any plain data unchanged', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), data, (id, name, input) => {
        expect(decodeRequest(encodeFrame({ id, name, input }))).toEqual({ id, name, input })
      })
    )
  })

  it('never throw on what comes in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        decodeRequest(text)
        decodeServerFrame(text)
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      })
    )
  })
})
