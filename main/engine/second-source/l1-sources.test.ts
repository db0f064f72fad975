import { expect, it } from 'vitest'
import type { RpcPool, RpcRequest } from '../chain/types.ts'
import { l1Sources } from './l1-sources.ts'

const asked: RpcRequest[] = []
const pool = { request: async (request: RpcRequest) => void asked.push(request) } as unknown as RpcPool

it.each([
  ['one provider, two ways', ['wss://one.example/ws?key=1', 'https://one.example/v3/secret'], []],
  ['nothing', [], []],
  ['what is no URL', ['x', 'y'], []],
  [
    'two providers',
    ['wss://one.example/k', 'https://one.example', 'https://two.example/k'],
    ['wss://one.example', 'https://two.example']
  ],
  ['two ports', ['http://127.0.0.1:1/a', 'http://127.0.0.1:2/b'], ['http://127.0.0.1:1', 'http://127.0.0.1:2']]
])('%s', (_, urls, origins) => expect(l1Sources(pool, urls).map(({ origin }) => origin)).toEqual(origins))

it('asks the pool for that provider alone', async () => {
  const [, second] = l1Sources(pool, ['https://one.example', 'https://two.example:8545/key'])
  await second?.pool.request({ method: 'eth_chainId', params: [], reason: 'tx' })
  expect(asked).toEqual([{ method: 'eth_chainId', params: [], reason: 'tx', host: 'two.example:8545' }])
})
