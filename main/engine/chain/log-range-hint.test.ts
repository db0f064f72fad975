import { describe, expect, it } from 'vitest'
import { logRangeHint } from './log-range-hint.ts'

describe('logRangeHint', () => {
  it.each<[string, string, { blocks: bigint | null; toBlock: bigint | null }]>([
    ['geth', 'query returned more than 10000 results', { blocks: null, toBlock: null }],
    ['geth', 'exceed maximum block range: 5000', { blocks: 5_000n, toBlock: null }],
    [
      'Infura',
      'query returned more than 10000 results. Try with this block range [0x10, 0x20].',
      { blocks: null, toBlock: 32n }
    ],
    [
      'Alchemy',
      'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x0, 0x2710]',
      { blocks: 2_000n, toBlock: 10_000n }
    ],
    [
      'Alchemy, free plan',
      'Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x64, 0x6d].',
      { blocks: 10n, toBlock: 109n }
    ],
    ['QuickNode', 'eth_getLogs is limited to a 10,000 range', { blocks: 10_000n, toBlock: null }],
    [
      'QuickNode',
      'eth_getLogs and eth_newFilter are limited to a 10,000 blocks range',
      { blocks: 10_000n, toBlock: null }
    ],
    ['Ankr', 'block range is too wide', { blocks: null, toBlock: null }],
    ['Ankr', 'block range is too large, limited to 500 blocks', { blocks: 500n, toBlock: null }],
    ['Cloudflare', 'Max range: 800', { blocks: 800n, toBlock: null }],
    [
      'a provider',
      'block range is too large: 50401, eth_getLogs is limited to 500 blocks',
      { blocks: 500n, toBlock: null }
    ],
    [
      'a provider',
      'requested too many blocks from 0 to 16777216, maximum is set to 2048',
      { blocks: 2_048n, toBlock: null }
    ],
    ['a provider', 'block range should be less than 3000', { blocks: 3_000n, toBlock: null }],
    ['a provider', 'eth_getLogs range is too large, max is 1k blocks', { blocks: 1_000n, toBlock: null }],
    ['a provider', 'query timeout exceeded. Consider reducing your block range.', { blocks: null, toBlock: null }],
    ['a provider', 'backend response too large', { blocks: null, toBlock: null }],
    ['a provider', 'query exceeds max results 20000, retry with the range 100-200', { blocks: null, toBlock: 200n }]
  ])('%s: %s', (_provider, message, expected) => {
    expect(logRangeHint(message)).toEqual(expected)
  })

  it.each([
    'header not found',
    'invalid argument 0: hex string without 0x prefix',
    'method not found',
    'insufficient funds'
  ])('has nothing to say about: %s', (message) => {
    expect(logRangeHint(message)).toBeNull()
  })
})
