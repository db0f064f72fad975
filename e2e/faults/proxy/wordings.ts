import type { Call, Plan, RpcError } from './fault.ts'

/** How a provider refuses eth_getLogs over more blocks than it serves. */
export const logRangeWordings: { provider: string; refuse: (limit: number, from: number) => RpcError }[] = [
  {
    provider: 'Infura',
    refuse: (limit, from) => ({
      code: -32005,
      message: `query returned more than 10000 results. Try with this block range [${hex(from)}, ${hex(from + limit - 1)}].`
    })
  },
  {
    provider: 'Alchemy',
    refuse: (limit, from) => ({
      code: -32600,
      message: `Under the Free tier plan, you can make eth_getLogs requests with up to a ${limit} block range. Based on your parameters, this block range should work: [${hex(from)}, ${hex(from + limit - 1)}].`
    })
  },
  {
    provider: 'QuickNode',
    refuse: (limit) => ({ code: -32614, message: `eth_getLogs is limited to a ${limit} range` })
  },
  { provider: 'Ankr', refuse: () => ({ code: -32600, message: 'block range is too wide' }) },
  {
    provider: 'Cloudflare',
    refuse: (limit) => ({
      code: -32047,
      message: `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${limit}`
    })
  }
]

/** Refuses longer ranges in a provider's words. */
export function logRangeLimit(provider: (typeof logRangeWordings)[number], limit: number): Plan {
  return {
    methods: ['eth_getLogs'],
    when: (call) => lengthOf(call) > limit,
    fault: { kind: 'error', error: (call) => provider.refuse(limit, rangeOf(call).from) }
  }
}

export const nonceTooLowWordings: { client: string; error: RpcError }[] = [
  { client: 'geth', error: { code: -32000, message: 'nonce too low: next nonce 9, tx nonce 8' } },
  { client: 'Nethermind', error: { code: -32010, message: 'OldNonce, Current nonce: 9, nonce of rejected tx: 8' } },
  { client: 'Besu', error: { code: -32001, message: 'Nonce too low' } }
]

export const alreadyKnown: RpcError = { code: -32000, message: 'already known' }
export const replacementUnderpriced: RpcError = { code: -32000, message: 'replacement transaction underpriced' }
export const noFunds: RpcError = {
  code: -32000,
  message: 'insufficient funds for gas * price + value: balance 1, tx cost 2, overshot 1'
}

const hex = (n: number): string => `0x${n.toString(16)}`

function rangeOf({ params }: Call): { from: number; to: number } {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
  return { from: Number(fromBlock), to: Number(toBlock) }
}

const lengthOf = (call: Call): number => rangeOf(call).to - rangeOf(call).from + 1
