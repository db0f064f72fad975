import { describe, expect, it } from 'vitest'
import { decodeRequest, decodeServerFrame, encodeFrame } from './wire-frames.ts'

describe('frames', () => {
  it('carry requests with bigints', () => {
    const text = encodeFrame({ id: 3, name: 'outputs.page', input: { before: 12n, limit: 5 } })
    expect(decodeRequest(text)).toEqual({ id: 3, name: 'outputs.page', input: { before: 12n, limit: 5 } })
  })

  it('carry replies, topics and beats', () => {
    const frames = [
      { id: 1, reply: { ok: true, value: 5n } as const },
      { topic: 'engine.snapshot', payload: { seq: 1, head: 2n } },
      { beat: 5 }
    ]
    for (const frame of frames) expect(decodeServerFrame(encodeFrame(frame))).toEqual(frame)
  })

  it.each([
    '',
    'x',
    '[]',
    'null',
    '5',
    '{}',
    '{"id":1}',
    '{"name":"a"}',
    '{"id":"1","name":"a"}',
    '{"id":-1,"name":"a"}',
    '{"id":1.5,"name":"a"}',
    '{"id":1,"name":["a"]}',
    '{"id":{"$n":"1"},"name":"a"}',
    '['.repeat(30_000)
  ])('are not requests: %.40s', (text) => expect(decodeRequest(text)).toBeNull())

  it.each(['{"id":1}', '{"id":1,"reply":5}', '{"id":1,"reply":{"ok":"yes"}}', '{"topic":5}', 'nonsense', '[1]'])(
    'are not from the server: %s',
    (text) => expect(decodeServerFrame(text)).toBeNull()
  )

  it('lose keys that could reach a prototype', () => {
    const request = decodeRequest('{"id":1,"name":"a","input":{"__proto__":{"polluted":true},"limit":1}}')
    expect(request?.input).toEqual({ limit: 1 })
    expect(Object.getPrototypeOf(request?.input)).toBe(Object.prototype)
  })
})
