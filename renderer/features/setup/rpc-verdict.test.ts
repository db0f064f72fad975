import { describe, expect, it } from 'vitest'
import type { RpcProbe } from '../../../shared/domain/settings.ts'
import { expectedChain, probeVerdict, speedText, syncText } from './rpc-verdict.ts'

const good: RpcProbe = {
  url: 'https://node.example',
  reachable: true,
  problem: null,
  chainId: 1,
  latencyMs: 80,
  syncing: false,
  behindSec: 5,
  websocket: false,
  archive: false,
  logRangeBlocks: 2_000,
  version: 'Geth'
}

describe('verdicts on nodes', () => {
  it('know the chain of each network', () => {
    expect(expectedChain({ network: 'mainnet' }, 'l1')).toBe(1)
    expect(expectedChain({ network: 'sepolia' }, 'rollup')).toBe(2_358)
    expect(expectedChain({ network: 'custom', l1ChainId: 900, l2ChainId: 'x' }, 'l1')).toBe(900)
    expect(expectedChain({ network: 'custom', l1ChainId: 900, l2ChainId: 'x' }, 'l2')).toBeNull()
  })

  it.each<[Partial<RpcProbe>, 'ok' | 'warning' | 'critical', RegExp]>([
    [{}, 'ok', /^$/],
    [{ reachable: false, problem: 'It does not answer.' }, 'critical', /does not answer/],
    [{ chainId: 5 }, 'critical', /chain 5; this network wants 1/],
    [{ syncing: true }, 'warning', /catching up/],
    [{ behindSec: 400 }, 'warning', /old/],
    [{ latencyMs: 3_000 }, 'warning', /slow/],
    [{ logRangeBlocks: null }, 'warning', /no logs/]
  ])('%j', (over, tone, text) => {
    const verdict = probeVerdict({ ...good, ...over }, 1, 'l1')
    expect(verdict.tone).toBe(tone)
    expect(verdict.text).toMatch(text)
  })

  it('say the rest in words', () => {
    expect(syncText({ ...good, behindSec: 300, syncing: true })).toBe('5 min ago, syncing')
    expect(syncText({ ...good, behindSec: null })).toBe('–')
    expect(speedText('l1', good)).toBe('no websocket, no archive, logs of 2,000 blocks, Geth')
    expect(speedText('rollup', { ...good, archive: null, logRangeBlocks: null })).toBe('Geth')
    expect(speedText('l2', { ...good, reachable: false })).toBe('–')
  })
})
