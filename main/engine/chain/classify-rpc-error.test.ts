import { describe, expect, it } from 'vitest'
import { classifyRpcError, revertDataOf } from './classify-rpc-error.ts'

const error = (message: string, code = -32000, data?: unknown) => ({ code, message, data })

describe('classifyRpcError', () => {
  it.each([
    ['execution reverted', 3],
    ['execution reverted: not your turn', -32000],
    ['VM Exception while processing transaction: revert', -32603],
    ['nonce too low: next nonce 5, tx nonce 4', -32000],
    ['insufficient funds for gas * price + value', -32000],
    ['already known', -32000],
    ['AlreadyKnown', -32010],
    ['replacement transaction underpriced', -32000],
    ['max fee per gas less than block base fee', -32000],
    ['intrinsic gas too low', -32000],
    ['something nobody has seen before', -32000]
  ])('takes "%s" (%i) as the answer of the chain', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_sendRawTransaction')).toBe('answer')
  })

  it.each([
    ['header not found', -32000],
    ['missing trie node abc (path )', -32000],
    ['the method eth_getProof does not exist/is not available', -32601],
    ['project does not have access to archive state', -32000]
  ])('asks elsewhere after "%s" (%i)', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_call')).toBe('elsewhere')
  })

  it.each([
    ['rate limit exceeded', -32005],
    ['Too Many Requests', 429],
    ['Your app has exceeded its compute units per second capacity', -32000],
    ['50/second request limit reached', -32007]
  ])('sees a limit in "%s" (%i)', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_call')).toBe('limited')
  })

  it.each([
    ['daily request count exceeded', -32005],
    ['monthly quota reached, upgrade your plan', -32000]
  ])('sees a plan used up in "%s" (%i)', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_call')).toBe('payment')
  })

  it.each([
    ['Internal error', -32603],
    ['upstream connect error', -32000],
    ['service temporarily unavailable', -32002]
  ])('blames the node for "%s" (%i)', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_call')).toBe('server')
  })

  it.each([
    ['query returned more than 10000 results', -32005],
    ['eth_getLogs is limited to a 10,000 range', -32614],
    ['query timeout exceeded. Consider reducing your block range.', -32000]
  ])('leaves "%s" (%i) to the log scanner', (message, code) => {
    expect(classifyRpcError(error(message, code), 'eth_getLogs')).toBe('answer')
  })

  it('believes revert data before any words', () => {
    expect(classifyRpcError(error('rate limit', -32005, '0x08c379a0'), 'eth_call')).toBe('answer')
  })
})

describe('revertDataOf', () => {
  it.each([
    ['0x08c379a0', '0x08c379a0'],
    [{ data: '0x12345678' }, '0x12345678'],
    ['Reverted 0x12345678', '0x12345678'],
    ['0x', '0x']
  ])('finds it in %j', (data, expected) => {
    expect(revertDataOf(error('x', 3, data))).toBe(expected)
  })

  it.each([undefined, null, 7, 'no hex', '0x123', { data: 5 }, []])('finds none in %j', (data) => {
    expect(revertDataOf(error('x', 3, data))).toBeNull()
  })
})
