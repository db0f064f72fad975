import { describe, expect, it } from 'vitest'
import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { RpcRejectedError } from '../chain/rpc-error.ts'
import type { RpcRequest } from '../chain/types.ts'
import { createRpcTxChain } from './rpc-tx-chain.ts'

const account = '0x00000000000000000000000000000000000000aa'
const call = { to: account, data: '0x12', valueWei: 0n } as const
const { signal } = new AbortController()
const one: Hash = `0x${'01'.repeat(32)}`
const two: Hash = `0x${'02'.repeat(32)}`

/** A pool that answers by script: a value, or an error to throw. */
function scripted(answers: Record<string, unknown>) {
  const asked: RpcRequest[] = []
  const request = async (r: RpcRequest): Promise<unknown> => {
    asked.push(r)
    const answer = answers[r.method]
    if (answer instanceof Error) throw answer
    return answer
  }
  return { chain: createRpcTxChain({ pool: { request }, account }), asked }
}
const rejection = (message: string, data: Hex | null = null): RpcRejectedError =>
  new RpcRejectedError({ method: 'x', rpcCode: -32000, message, data })

describe('the queue on JSON-RPC', () => {
  it('reads a receipt, or that there is none', async () => {
    const receipt = {
      transactionHash: one,
      blockNumber: '0x10',
      blockHash: two,
      status: '0x0',
      gasUsed: '0x5',
      effectiveGasPrice: '0x3'
    }
    expect(await scripted({ eth_getTransactionReceipt: receipt }).chain.receipt(one, signal)).toEqual({
      ...{ hash: one, blockNumber: 16n, blockHash: two, success: false, gasUsed: 5n, feeWei: 15n }
    })
    await expect(scripted({ eth_getTransactionReceipt: receipt }).chain.receipt(two, signal)).rejects.toMatchObject({
      code: 'RPC_BAD_ANSWER'
    })
    expect(await scripted({ eth_getTransactionReceipt: null }).chain.receipt(one, signal)).toBeNull()
  })

  it('asks for the state of the latest block everywhere, never of the pending one', async () => {
    const { chain, asked } = scripted({
      eth_call: '0x',
      eth_estimateGas: '0x5208',
      eth_getTransactionCount: '0x7',
      eth_getBalance: '0x1'
    })
    await chain.simulate(call, signal)
    expect(
      await chain.estimateGas({ ...call, valueWei: 9n, accessList: [{ address: account, storageKeys: [] }] }, signal)
    ).toBe(21_000n)
    expect([await chain.minedNonce(signal), await chain.balanceWei(signal)]).toEqual([7, 1n])
    expect(asked.map((r) => r.params[1])).toEqual(['latest', 'latest', 'latest', 'latest'])
    expect(asked[1]?.params[0]).toEqual({
      from: account,
      to: account,
      data: '0x12',
      value: '0x9',
      accessList: [{ address: account, storageKeys: [] }]
    })
    expect(asked.every((r) => r.reason === 'tx' && r.signal === signal)).toBe(true)
  })

  it('names the custom error of a call that reverts', async () => {
    const { chain } = scripted({
      eth_call: rejection('execution reverted', '0x12345678'),
      eth_estimateGas: rejection('execution reverted: too late')
    })
    await expect(chain.simulate(call, signal)).rejects.toMatchObject({
      code: 'CONTRACT_REVERT',
      meta: { errorName: 'unknown' }
    })
    await expect(chain.estimateGas({ ...call, accessList: [] }, signal)).rejects.toMatchObject({
      code: 'CONTRACT_REVERT',
      message: expect.stringContaining('too late')
    })
  })

  it('leaves other errors as the pool made them', async () => {
    const down = new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    await expect(scripted({ eth_call: down }).chain.simulate(call, signal)).rejects.toBe(down)
    const poor = rejection('insufficient funds for transfer')
    await expect(
      scripted({ eth_estimateGas: poor }).chain.estimateGas({ ...call, accessList: [] }, signal)
    ).rejects.toBe(poor)
  })

  it('takes the next base fee, and the higher of the median tip and the suggested one', async () => {
    const history = { baseFeePerGas: ['0x1', '0x2', '0x9'], reward: [['0x5'], ['0x1'], ['0x7']] }
    const { chain } = scripted({ eth_feeHistory: history, eth_maxPriorityFeePerGas: '0x2' })
    expect(await chain.feeBasis(signal)).toEqual({ baseFeeWei: 9n, tipWei: 5n })
    const suggested = scripted({ eth_feeHistory: { ...history, reward: null }, eth_maxPriorityFeePerGas: '0x2' })
    expect(await suggested.chain.feeBasis(signal)).toEqual({ baseFeeWei: 9n, tipWei: 2n })
  })

  it('does without eth_feeHistory and eth_maxPriorityFeePerGas', async () => {
    const none = rejection('the method does not exist')
    const answers = {
      eth_feeHistory: none,
      eth_maxPriorityFeePerGas: none,
      eth_getBlockByNumber: { baseFeePerGas: '0x8' }
    }
    expect(await scripted(answers).chain.feeBasis(signal)).toEqual({ baseFeeWei: 8n, tipWei: 0n })
  })

  it('gives the suggested access list two seconds, and none when the node saw an error', async () => {
    const accessList = [{ address: account, storageKeys: [one] }]
    const { chain, asked } = scripted({ eth_createAccessList: { accessList, gasUsed: '0x1' } })
    expect(await chain.suggestAccessList(call, signal)).toEqual(accessList)
    expect(asked[0]?.timeoutMs).toBe(2_000)
    const failed = scripted({ eth_createAccessList: { accessList, gasUsed: '0x1', error: 'reverted' } })
    expect(await failed.chain.suggestAccessList(call, signal)).toEqual([])
  })

  it.each(['not a number', null, 5, {}])('refuses %s as an answer and lets it be asked again', async (answer) => {
    await expect(scripted({ eth_blockNumber: answer }).chain.headNumber(signal)).rejects.toMatchObject({
      code: 'RPC_BAD_ANSWER',
      retryable: true
    })
  })
})
