import { describe, expect, it } from 'vitest'
import type { RpcKind } from '../../../shared/domain/settings.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { probeEndpoint } from './probe-endpoint.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import { type Behaviour, hang, scriptedTransport } from './testing/scripted-transport.ts'

const nowMs = 1_795_000_000_000
const never = new AbortController().signal
const hex = (n: number): string => `0x${n.toString(16)}`
const rejected = (method: string, message: string): RpcRejectedError =>
  new RpcRejectedError({ method, rpcCode: -32_000, message, data: null })

type Answers = Record<string, unknown | ((params: readonly unknown[]) => unknown)>
const node: Answers = {
  eth_chainId: hex(11_155_111),
  eth_getBlockByNumber: { number: hex(20_000), timestamp: hex(nowMs / 1000 - 9) },
  eth_syncing: false,
  eth_getBalance: '0x0',
  eth_getLogs: [],
  web3_clientVersion: 'Geth/v1.16'
}
const rollup: Answers = {
  optimism_rollupConfig: { l1_chain_id: 11_155_111, l2_chain_id: 2_358 },
  optimism_syncStatus: { unsafe_l2: { number: 5, timestamp: nowMs / 1000 - 4 } },
  optimism_version: 'v1'
}
const answering =
  (answers: Answers): Behaviour =>
  (method, params) => {
    const answer = answers[method]
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? answer(params) : answer
  }
const probe = (kind: RpcKind, behaviour: Behaviour, signal = never) => {
  const clock = new ManualClock(nowMs)
  const transport = scriptedTransport('http://node.example', behaviour)
  return { clock, done: probeEndpoint({ transport, kind, clock, timeoutMs: 8_000, signal }) }
}

describe('measuring an endpoint', () => {
  it('says what an Ethereum node is worth', async () => {
    expect(await probe('l1', answering(node)).done).toEqual({
      reachable: true,
      problem: null,
      chainId: 11_155_111,
      latencyMs: 0,
      syncing: false,
      behindSec: 9,
      websocket: false,
      archive: true,
      logRangeBlocks: 10_000,
      version: 'Geth/v1.16'
    })
  })

  it('says what a rollup node is worth', async () => {
    expect(await probe('rollup', answering(rollup)).done).toMatchObject({
      reachable: true,
      chainId: 2_358,
      behindSec: 4,
      syncing: false,
      archive: null,
      logRangeBlocks: null,
      version: 'v1'
    })
  })

  it('finds the widest range of logs, and a node that has forgotten old state', async () => {
    const span = (params: readonly unknown[]): unknown => {
      const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
      if (Number(toBlock) - Number(fromBlock) + 1 > 500) throw rejected('eth_getLogs', 'range too large')
      return []
    }
    const pruned = { ...node, eth_getLogs: span, eth_getBalance: rejected('eth_getBalance', 'missing trie node') }
    expect(await probe('l1', answering(pruned)).done).toMatchObject({ logRangeBlocks: 500, archive: false })
    expect(await probe('l2', answering(pruned)).done).toMatchObject({ logRangeBlocks: null, archive: false })
  })

  it('leaves open what the node does not say', async () => {
    const shy = { ...node, eth_syncing: rejected('eth_syncing', 'no'), web3_clientVersion: 5 }
    expect(await probe('l2', answering(shy)).done).toMatchObject({ reachable: true, syncing: null, version: null })
  })

  it.each<[string, RpcKind, Behaviour, { reachable: boolean; problem: RegExp }]>([
    [
      'a dead node',
      'l1',
      answering({ eth_chainId: new EndpointError('unreachable', 'fetch failed') }),
      { reachable: false, problem: /does not answer: fetch failed/ }
    ],
    [
      'another kind of node',
      'rollup',
      answering({ ...node, optimism_rollupConfig: rejected('optimism_rollupConfig', 'method not found') }),
      { reachable: true, problem: /not as a node of this kind does: method not found/ }
    ],
    [
      'a head without a number',
      'l1',
      answering({ ...node, eth_getBlockByNumber: {} }),
      { reachable: true, problem: /head’s number is no number/ }
    ],
    [
      'no head at all',
      'l1',
      answering({ ...node, eth_getBlockByNumber: null }),
      { reachable: true, problem: /no number/ }
    ],
    [
      'a rollup node without a chain',
      'rollup',
      answering({ ...rollup, optimism_rollupConfig: {} }),
      { reachable: true, problem: /names no chain/ }
    ],
    [
      'a rollup node without a head',
      'rollup',
      answering({ ...rollup, optimism_syncStatus: {} }),
      { reachable: true, problem: /names no head/ }
    ]
  ])('names %s', async (_, kind, behaviour, { reachable, problem }) => {
    const found = await probe(kind, behaviour).done
    expect(found.reachable).toBe(reachable)
    expect(found.problem).toMatch(problem)
  })

  it('gives up on a node that never answers, and ends at once when it is no longer wanted', async () => {
    const { clock, done } = probe('l1', hang)
    await clock.advance(8_000)
    expect(await done).toMatchObject({ reachable: false, problem: 'It does not answer: no answer within 8 s.' })
    const life = new AbortController()
    const second = probe('l1', hang, life.signal).done
    life.abort(new Error('another check'))
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
