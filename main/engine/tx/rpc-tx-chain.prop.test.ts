import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RpcRequest } from '../chain/types.ts'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { createRpcTxChain } from './rpc-tx-chain.ts'
import type { TxChain } from './tx-chain.ts'

const account = `0x${'aa'.repeat(20)}` as const
const hash = `0x${'bb'.repeat(32)}` as const
const { signal } = new AbortController()
const call = { to: account, data: '0x', valueWei: 0n } as const

const receipt = {
  ...{ transactionHash: hash, blockNumber: '0x10', blockHash: hash, status: '0x1' },
  ...{ gasUsed: '0x5208', effectiveGasPrice: '0x3b9aca00' }
}
const block = { hash, number: '0x10', baseFeePerGas: '0x1', transactions: [{ from: account, nonce: '0x1', hash }] }
const history = { baseFeePerGas: ['0x1', '0x2'], reward: [['0x1'], ['0x2']] }
const list = { accessList: [{ address: account, storageKeys: [hash] }] }

const isHash = (value: unknown): boolean => typeof value === 'string' && /^0x[0-9a-f]{64}$/i.test(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isWei = (value: unknown): boolean => typeof value === 'bigint' && value >= 0n && value < 2n ** 256n

type Case = [string, unknown, (chain: TxChain) => Promise<unknown>, (value: unknown) => boolean]
const cases: Case[] = [
  ['genesisHash', block, (chain) => chain.genesisHash(signal), isHash],
  ['headNumber', '0x10', (chain) => chain.headNumber(signal), isWei],
  ['minedNonce', '0x10', (chain) => chain.minedNonce(signal), isCount],
  ['pendingNonce', '0x10', (chain) => chain.pendingNonce(signal), isCount],
  ['balanceWei', '0x10', (chain) => chain.balanceWei(signal), isWei],
  ['estimateGas', '0x10', (chain) => chain.estimateGas({ ...call, accessList: [] }, signal), isWei],
  ['simulate', '0x', (chain) => chain.simulate(call, signal), () => true],
  ['knows', block, (chain) => chain.knows(hash, signal), (value) => typeof value === 'boolean'],
  [
    'receipt',
    receipt,
    (chain) => chain.receipt(hash, signal),
    (value) => {
      if (value === null) return true
      const { hash: of, blockNumber, blockHash, gasUsed, feeWei } = value as Record<string, unknown>
      return of === hash && isWei(blockNumber) && isHash(blockHash) && isWei(gasUsed) && typeof feeWei === 'bigint'
    }
  ],
  [
    'feeBasis',
    history,
    (chain) => chain.feeBasis(signal),
    (value) => Object.values(value as object).every((fee) => isWei(fee))
  ],
  [
    'suggestAccessList',
    list,
    (chain) => chain.suggestAccessList(call, signal),
    (value) =>
      (value as { address: string; storageKeys: string[] }[]).every(
        ({ address, storageKeys }) => /^0x[0-9a-f]{40}$/i.test(address) && storageKeys.every(isHash)
      )
  ]
]

describe('answers about the account, whatever comes', () => {
  it.each(cases)('%s: the right type, or an AppError', async (_, valid, ask, fits) => {
    await fc.assert(
      fc.asyncProperty(mutated(valid), async (answer) => {
        const pool = { request: async () => answer }
        const found = await valueOrCode(() => ask(createRpcTxChain({ pool, account })))
        if ('value' in found) expect(fits(found.value)).toBe(true)
      }),
      { numRuns: 300 }
    )
  })

  it('findByNonce: a hash or null, after few questions', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(block), mutated('0x64'), fc.nat(3), async (aBlock, count, nonce) => {
        let asked = 0
        const answers: Record<string, unknown> = { eth_getBlockByNumber: aBlock, eth_getTransactionCount: count }
        const request = async ({ method }: RpcRequest): Promise<unknown> => {
          asked += 1
          return method in answers ? answers[method] : '0x1000'
        }
        const found = await valueOrCode(() =>
          createRpcTxChain({ pool: { request }, account }).findByNonce(nonce, signal)
        )
        if ('value' in found) expect(found.value === null || isHash(found.value)).toBe(true)
        expect(asked).toBeLessThan(30)
      })
    )
  })

  it('reads a text of ten megabytes as quickly as it refuses it', async () => {
    const huge = `0x${'f'.repeat(10_000_000)}`
    const chain = createRpcTxChain({ pool: { request: async () => huge }, account })
    expect(await valueOrCode(() => chain.balanceWei(signal))).toEqual({ code: 'RPC_BAD_ANSWER' })
  })
})
