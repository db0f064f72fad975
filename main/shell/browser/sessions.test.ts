import { describe, expect, it } from 'vitest'
import { Sessions } from './sessions.ts'

const asRequest = (cookie: string) => ({ headers: { cookie } })
const pairOf = (setCookie: string): string => setCookie.split(';')[0] ?? ''

describe('Sessions', () => {
  it('know the cookie that they gave, among others', () => {
    const sessions = new Sessions()
    sessions.bindTo(4321)
    const setCookie = sessions.open()
    expect(setCookie).toMatch(/^kroma_session_4321=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(sessions.has(asRequest(`a=b; ${pairOf(setCookie)};c=d`))).toBe(true)
  })

  it('know no other', () => {
    const sessions = new Sessions()
    const pair = pairOf(sessions.open())
    const others = [
      '',
      ';',
      '=',
      'kroma_session',
      'kroma_session=',
      `${pair}x`,
      `x${pair}`,
      pair.replace('session', 'Session')
    ]
    for (const cookie of others) expect(sessions.has(asRequest(cookie))).toBe(false)
    expect(sessions.has({ headers: {} })).toBe(false)
  })

  it('are bounded: the oldest is signed out', () => {
    const sessions = new Sessions()
    const pairs = Array.from({ length: 33 }, () => pairOf(sessions.open()))
    expect(pairs.map((pair) => sessions.has(asRequest(pair)))).toEqual([false, ...Array(32).fill(true)])
  })
})
