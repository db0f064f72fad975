import type { Call, Fault, Plan } from './fault.ts'

const hex = (n: number): string => `0x${Math.max(0, n).toString(16)}`

/** Another chain's id. */
export const wrongChainId = (id: number): Plan => ({
  methods: ['eth_chainId'],
  fault: { kind: 'edit', edit: () => hex(id) }
})

/** The endpoint stays at this block: heads, logs and receipts of later ones are not there. */
export const stoppedAt = (block: number): Plan => ({ when: isAboutHead, fault: behind(() => block) })

/** Every other time, the head of long ago. */
export function goingBackTo(block: number): Plan {
  let asked = 0
  return {
    when: isAboutHead,
    fault: behind((head, call) => {
      if (isNewestBlock(call)) asked += 1
      return asked % 2 === 0 ? block : head
    })
  }
}

const isNewestBlock = ({ method, params }: Call): boolean =>
  method === 'eth_getBlockByNumber' && (params[0] === 'latest' || params[0] === 'pending')
const isAboutHead = (call: Call): boolean =>
  isNewestBlock(call) || ['eth_blockNumber', 'eth_getLogs', 'eth_getTransactionReceipt'].includes(call.method)

type Row = { blockNumber: string }

const behind = (headFrom: (head: number, call: Call) => number): Fault => ({
  kind: 'edit',
  async edit({ result, call, ask }) {
    const head = headFrom(Number(await ask('eth_blockNumber', [])), call)
    if (call.method === 'eth_blockNumber') return hex(head)
    if (isNewestBlock(call)) return ask('eth_getBlockByNumber', [hex(head), call.params[1]])
    const isThere = (row: Row): boolean => Number(row.blockNumber) <= head
    if (call.method === 'eth_getLogs') return (result as Row[]).filter(isThere)
    return result !== null && isThere(result as Row) ? result : null
  }
})
