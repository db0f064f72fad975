import { describe, expect, it } from 'vitest'
import { systemClock as clock } from '../../engine/runtime/clock.ts'
import { startReceiver } from '../testing/receiver.ts'
import { retryAfterMs, sendHttp } from './send-http.ts'

const never = new AbortController().signal

describe('retryAfterMs', () => {
  const nowMs = Date.UTC(2026, 0, 1)
  it.each([
    [null, 0],
    ['', 0],
    ['soon', 0],
    ['30', 30_000],
    ['0.25', 250],
    ['-5', 0],
    ['99999999', 3_600_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0]
  ])('%s: %i', (value, ms) => expect(retryAfterMs(value, nowMs)).toBe(ms))
})

describe('sendHttp', () => {
  it('sends credentials as a header, and tells in no error where it went', async () => {
    const receiver = await startReceiver()
    const url = `${receiver.url.replace('//', '//me:pass%20word@')}/secret-path`
    expect(await sendHttp({ method: 'POST', url, body: '{}' }, clock, never)).toBe(200)
    expect(receiver.received[0]).toMatchObject({
      path: '/secret-path',
      headers: { authorization: `Basic ${btoa('me:pass word')}`, 'content-type': 'application/json' }
    })
    await receiver.close()
    const error = await sendHttp({ method: 'GET', url, body: null }, clock, never).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'CHANNEL_UNREACHABLE', retryable: true, meta: { reason: 'ECONNREFUSED' } })
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toMatch(/secret|pass/)
  })

  it.each([
    [408, 'CHANNEL_BUSY'],
    [429, 'CHANNEL_BUSY'],
    [500, 'CHANNEL_BUSY'],
    [301, 'CHANNEL_REFUSED'],
    [401, 'CHANNEL_REFUSED']
  ])('%i is %s', async (status, code) => {
    const receiver = await startReceiver()
    receiver.answerWith(() => ({ status }))
    await expect(sendHttp({ method: 'GET', url: receiver.url, body: null }, clock, never)).rejects.toMatchObject({
      code
    })
    await receiver.close()
  })

  it('lets go when it is told to', async () => {
    const receiver = await startReceiver()
    receiver.answerWith(() => 'silence')
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('stop')), 50)
    await expect(sendHttp({ method: 'GET', url: receiver.url, body: null }, clock, stop.signal)).rejects.toMatchObject({
      code: 'ABORTED'
    })
    await receiver.close()
  })
})
