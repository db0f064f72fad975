import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { findByNonce } from './find-by-nonce.ts'

const account = `0x${'aA'.repeat(20)}` as const
const hashOf = (nonce: number) => `0x${nonce.toString(16).padStart(64, '0')}`
const { signal } = new AbortController()

type Chain = { head: number; minedAt: number[]; pending?: number[]; keptStates?: number }

/** Transaction `i` was mined in block `minedAt[i]`. */
function nodeOf({ head, minedAt, pending = [], keptStates = 1_000 }: Chain) {
  let asked = 0
  const tx = (nonce: number) => ({ from: account.toLowerCase(), nonce: `0x${nonce.toString(16)}`, hash: hashOf(nonce) })
  const ask = async (method: string, [first, second]: readonly unknown[]): Promise<unknown> => {
    asked += 1
    if (method === 'eth_blockNumber') return `0x${head.toString(16)}`
    if (method === 'eth_getTransactionCount') {
      if (head - Number(second) >= keptStates) throw new AppError({ code: 'RPC_REJECTED' })
      return `0x${minedAt.filter((block) => block <= Number(second)).length.toString(16)}`
    }
    const own =
      first === 'pending' ? pending : minedAt.flatMap((block, nonce) => (block === Number(first) ? [nonce] : []))
    return { transactions: [{ from: '0xother', nonce: '0x0', hash: hashOf(99) }, ...own.map(tx)] }
  }
  return { ask, asked: () => asked }
}
const find = (chain: Chain, nonce: number) => findByNonce({ ask: nodeOf(chain).ask, account, nonce }, signal)

describe('findByNonce', () => {
  it.each([
    ['in the newest block', { head: 90, minedAt: [90] }, 0, hashOf(0)],
    ['in one long ago', { head: 300, minedAt: [2, 80, 80, 299] }, 2, hashOf(2)],
    ['in the block before', { head: 90, minedAt: [1, 89, 90] }, 1, hashOf(1)],
    ['in the first block of all', { head: 90, minedAt: [0] }, 0, null],
    ['too long ago', { head: 2_000, minedAt: [3] }, 0, null],
    ['waiting', { head: 90, minedAt: [], pending: [0, 1] }, 1, hashOf(1)],
    ['nowhere', { head: 90, minedAt: [5] }, 3, null]
  ] as const)('%s', async (_, chain, nonce, expected) => {
    expect(
      await find(
        { ...chain, minedAt: [...chain.minedAt], pending: 'pending' in chain ? [...chain.pending] : [] },
        nonce
      )
    ).toBe(expected)
  })

  it('needs the states of the last blocks only', async () => {
    expect(await find({ head: 1_000, minedAt: [995], keptStates: 12 }, 0)).toBe(hashOf(0))
    await expect(find({ head: 1_000, minedAt: [900], keptStates: 12 }, 0)).rejects.toMatchObject({
      code: 'RPC_REJECTED'
    })
  })

  it('asks few questions', async () => {
    const node = nodeOf({ head: 1_000, minedAt: [800] })
    await findByNonce({ ask: node.ask, account, nonce: 0 }, signal)
    expect(node.asked()).toBeLessThanOrEqual(20)
  })

  it.each([null, {}, [], 'x', { transactions: 'x' }, { transactions: [null] }])(
    'makes nothing of %j',
    async (answer) => {
      expect(await findByNonce({ ask: async () => answer, account, nonce: 0 }, signal)).toBeNull()
    }
  )
})
