import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRpcObject, resultOf } from './json-rpc.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import { hiddenPartsOf, sanitiseText } from './sanitise-text.ts'

const asked = { id: 7, method: 'eth_call', hidden: [] }

describe('resultOf', () => {
  it('never gives the answer to another request, whatever comes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        let result: unknown
        try {
          result = resultOf(parseRpcObject(text), asked)
        } catch (error) {
          expect(error instanceof EndpointError || error instanceof RpcRejectedError).toBe(true)
          return
        }
        const answer = JSON.parse(text) as { id: unknown; result: unknown }
        expect(answer.id).toBe(7)
        expect(result).toEqual(answer.result)
      })
    )
  })

  it('gives the answer to its own request', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.anything(), (result, id) => {
        const answer = { jsonrpc: '2.0', id, result }
        if (id === 7) expect(resultOf(answer, asked)).toEqual(result)
        else expect(() => resultOf(answer, asked)).toThrow(EndpointError)
        expect(resultOf({ ...answer, id: 7 }, asked)).toEqual(result)
      })
    )
  })
})

describe('sanitiseText', () => {
  it('lets no key of the URL through, wherever the node puts it', () => {
    const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/)
    fc.assert(
      fc.property(key, key, fc.string(), fc.string(), (path, token, before, after) => {
        const url = new URL(`https://user:${token}@node.example/v3/${path}?key=${token}`)
        const text = sanitiseText(`${before} ${path} ${after} ${url.href} ${token}`, hiddenPartsOf(url))
        expect(text).not.toContain(path)
        expect(text).not.toContain(token)
        expect(text.length).toBeLessThanOrEqual(300)
      })
    )
  })
})
