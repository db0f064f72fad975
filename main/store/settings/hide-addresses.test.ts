import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hidden, hideUrl, isHidden, leftOutMark, revealed } from './hide-addresses.ts'

const hide = (url: string): string => hideUrl(url, leftOutMark)

describe('addresses with secrets', () => {
  it.each([
    ['https://mainnet.example/v3/abcdef', 'https://mainnet.example/•••'],
    ['wss://eth.example/?key=abcdef', 'wss://eth.example/•••'],
    ['https://me:abcdef@eth.example', 'https://eth.example/•••'],
    ['https://eth.example:8545/#abcdef', 'https://eth.example:8545/•••'],
    ['HTTPS://eth.example/abcdef', 'https://eth.example/•••']
  ])('%s shows as %s', (url, shown) => expect(hide(url)).toBe(shown))

  it.each(['https://eth.example', 'http://127.0.0.1:8545/', 'keystore.json', '0xabc', '22:00', 'https://'])(
    '%s shows as it is',
    (text) => expect(hide(text)).toBe(text)
  )

  it('come back in full where they were not touched, wherever they were moved to', () => {
    const config = {
      rpc: { l1: ['https://a.example/key1', 'https://a.example/key2'], l2: ['http://b.example'] },
      alerts: { webhooks: [{ name: 'x', url: 'https://ntfy.example/topic' }] }
    }
    const shown = hidden(config)
    expect(JSON.stringify(shown)).not.toMatch(/key1|key2|topic/)
    const swapped = { ...shown, rpc: { ...shown.rpc, l1: [shown.rpc.l1[1], shown.rpc.l1[0]] } }
    expect(revealed(swapped, config)).toEqual({
      value: { ...config, rpc: { ...config.rpc, l1: ['https://a.example/key2', 'https://a.example/key1'] } },
      lost: []
    })
  })

  it('name what cannot come back', () => {
    const from = { rpc: { l1: [hide('https://a.example/key1')] } }
    expect(revealed(from, { rpc: { l1: ['https://a.example/key1'] } }).lost).toEqual(['rpc.l1.0'])
    expect(isHidden(new URL(from.rpc.l1[0] ?? '').href)).toBe(true)
  })

  it('never show more than the origin, and always come back', () => {
    const secret = fc.stringMatching(/^[a-z]{12,20}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.webUrl(), secret), { maxLength: 4 }), (parts) => {
        const urls = parts.map(([base, key], i) => {
          const url = new URL(base)
          return i % 2 === 0 ? `${url.origin}/${key}` : `${url.origin}/?k=${key}`
        })
        const shown = hidden({ urls })
        for (const [, key] of parts) expect(JSON.stringify(shown)).not.toContain(key)
        expect(revealed(shown, { urls })).toEqual({ value: { urls }, lost: [] })
      })
    )
  })
})
