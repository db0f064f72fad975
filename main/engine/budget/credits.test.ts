import { describe, expect, it } from 'vitest'
import type { RpcLimits } from '../../../shared/config/rpc-limits.ts'
import { creditsOf } from './credits.ts'

const call = (origin: string, method: string, kind: 'request' | 'push' = 'request') =>
  ({ kind, role: 'l1', origin, method, reason: 'head' }) as const

describe('credits of one call', () => {
  it.each([
    ['https://eth-mainnet.g.alchemy.com', 'eth_call', 26],
    ['https://eth-mainnet.g.alchemy.com', 'eth_getBlockByNumber', 20],
    ['wss://mainnet.infura.io', 'eth_getLogs', 255],
    ['wss://mainnet.infura.io', 'eth_getBalance', 80],
    ['https://some-name.quiknode.pro', 'eth_getLogs', 20],
    ['https://rpc.example', 'eth_getLogs', 1],
    ['https://alchemy.com.example', 'eth_getLogs', 1]
  ])('%s charges for %s', (origin, method, credits) => {
    expect(creditsOf(call(origin, method), 'auto')).toBe(credits)
  })

  it.each([
    'http://127.0.0.1:8545',
    'http://localhost:8545',
    'http://[::1]:8545',
    'http://[fd00::5]:8545',
    'http://10.1.2.3:8545',
    'http://172.16.0.9:8545',
    'http://192.168.1.4:8545',
    'http://node:8545',
    'http://tower.local:8545'
  ])('nothing is charged by a node of one’s own: %s', (origin) => {
    expect(creditsOf(call(origin, 'eth_call'), 'infura')).toBe(0)
  })

  it('takes a public address for a provider', () => {
    for (const origin of ['http://172.32.0.1:8545', 'http://11.0.0.1:8545', 'http://193.168.1.4:8545'])
      expect(creditsOf(call(origin, 'eth_call'), 'auto')).toBe(1)
  })

  it('counts messages of a subscription', () => {
    expect(creditsOf(call('wss://mainnet.infura.io', 'eth_subscription', 'push'), 'auto')).toBe(50)
    expect(creditsOf(call('wss://rpc.example', 'eth_subscription', 'push'), 'auto')).toBe(0)
  })

  it('follows the setting: a provider under another name, or a table of one’s own', () => {
    const own: RpcLimits['credits'] = { default: 7, pushed: 3, methods: { eth_call: 9 } }
    expect(creditsOf(call('https://rpc.example', 'eth_call'), 'alchemy')).toBe(26)
    expect(creditsOf(call('https://rpc.example', 'eth_call'), own)).toBe(9)
    expect(creditsOf(call('https://rpc.example', 'eth_getLogs'), own)).toBe(7)
    expect(creditsOf(call('https://rpc.example', 'eth_subscription', 'push'), own)).toBe(3)
  })
})
