import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { valueOrCode } from '../../engine/runtime/testing/junk.ts'
import { retryAfterMs, sendHttp } from './send-http.ts'

const { signal } = new AbortController()
const clock = new ManualClock(1_795_000_000_000)
afterEach(() => vi.unstubAllGlobals())

describe('the answer of a receiver, whatever comes', () => {
  it('is delivered, busy or refused by its status alone', async () => {
    const status = fc.integer({ min: 200, max: 599 })
    await fc.assert(
      fc.asyncProperty(status, fc.option(fc.stringMatching(/^[ -~]{0,40}$/)), async (code, retryAfter) => {
        const headers = new Headers(retryAfter === null ? {} : { 'retry-after': retryAfter })
        const body = [204, 205, 304].includes(code) ? null : '<script>'
        vi.stubGlobal('fetch', async () => new Response(body, { status: code, headers }))
        const found = await valueOrCode(() =>
          sendHttp({ method: 'GET', url: 'https://a.example', body: null }, clock, signal)
        )
        if (code < 300) expect(found).toEqual({ value: code })
        else expect(found).toEqual({ code: expect.stringMatching(/^CHANNEL_(BUSY|REFUSED)$/) })
      })
    )
  })

  it('asks for a pause of an hour at most', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('9'.repeat(400), '-1', 'Infinity', '1e9', new Date(9e15).toUTCString())),
        (value) => {
          const ms = retryAfterMs(value, clock.now())
          expect(ms >= 0 && ms <= 3_600_000).toBe(true)
        }
      )
    )
  })

  it('is an AppError for any address, with any credentials', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('failed')
    })
    const part = fc.oneof(fc.string(), fc.constantFrom('%', '%zz', '%E0%A4%A', 'ä', '§'))
    await fc.assert(
      fc.asyncProperty(part, part, async (user, password) => {
        const url = `https://${user}:${password}@a.example/x`
        if (!URL.canParse(url)) return
        const found = await valueOrCode(() => sendHttp({ method: 'POST', url, body: '{}' }, clock, signal))
        expect(found).toEqual({ code: 'CHANNEL_UNREACHABLE' })
      })
    )
  })
})
