import { describe, expect, it } from 'vitest'
import type { RpcProbe } from '../../../shared/domain/settings.ts'
import {
  judgeArchive,
  judgeChain,
  judgeClock,
  judgeHead,
  judgeLogRange,
  judgeReach,
  judgeWebsocket
} from './judge-endpoints.ts'

const one: RpcProbe = {
  url: 'http://one:8545/•••',
  reachable: true,
  problem: null,
  chainId: 1,
  latencyMs: 20,
  syncing: false,
  behindSec: 3,
  websocket: false,
  archive: true,
  logRangeBlocks: 10_000,
  version: 'Geth/v1'
}
const two: RpcProbe = { ...one, url: 'wss://two.example/•••', websocket: true }
const dead: RpcProbe = {
  ...one,
  url: 'http://dead:8545',
  reachable: false,
  problem: 'It does not answer: connection refused.',
  chainId: null,
  latencyMs: null,
  syncing: null,
  behindSec: null,
  archive: null,
  logRangeBlocks: null,
  version: null
}
const real = { practice: false }
const verdict = (found: { verdict: string; remedy: string }): string => {
  // Whatever is not in order says what to do.
  expect(found.remedy !== '').toBe(found.verdict === 'failed' || found.verdict === 'warning')
  return found.verdict
}

describe('endpoints', () => {
  it.each<[string, RpcProbe[], string]>([
    ['all answer', [one, two], 'ok'],
    ['one does not', [one, dead], 'warning'],
    ['none does', [dead], 'failed'],
    ['none is named', [], 'failed'],
    ['it answers like something else', [{ ...one, latencyMs: null, problem: 'not as a node' }], 'failed'],
    ['1,500 ms is fast enough', [{ ...one, latencyMs: 1_500 }], 'ok'],
    ['1,501 ms is not', [{ ...one, latencyMs: 1_501 }], 'warning'],
    ['one of them is fast enough', [{ ...one, latencyMs: 9_000 }, two], 'ok']
  ])('reach: %s', (_, probes, wanted) => expect(verdict(judgeReach('l1', probes))).toBe(wanted))

  it('are named by origin, with what they said', () => {
    expect(judgeReach('l1', [one, dead]).value).toBe(
      'http://one:8545 answers in 20 ms (Geth/v1); http://dead:8545 It does not answer: connection refused.'
    )
  })

  it.each<[string, RpcProbe[], string]>([
    ['the right one', [one, dead], 'ok'],
    ['another', [{ ...one, chainId: 5 }], 'failed'],
    ['another behind a right one', [one, { ...two, chainId: 5 }], 'failed'],
    ['nobody says', [dead], 'unknown']
  ])('chain: %s', (_, probes, wanted) => expect(verdict(judgeChain('l1', probes, 1))).toBe(wanted))

  it.each<[string, Partial<RpcProbe>[], boolean, string]>([
    ['fresh', [{}], false, 'ok'],
    ['89 s', [{ behindSec: 89 }], false, 'ok'],
    ['90 s', [{ behindSec: 90 }], false, 'warning'],
    ['600 s', [{ behindSec: 600 }], false, 'failed'],
    ['600 s on the practice network', [{ behindSec: 600 }], true, 'ok'],
    ['59 s apart', [{}, { behindSec: 62 }], false, 'ok'],
    ['60 s apart', [{}, { behindSec: 63 }], false, 'warning'],
    ['syncing', [{}, { syncing: true }], false, 'warning'],
    ['not known', [{ behindSec: null }], false, 'unknown']
  ])('head: %s', (_, changes, practice, wanted) => {
    const probes = changes.map((change) => ({ ...one, ...change }))
    expect(verdict(judgeHead(probes, { practice }))).toBe(wanted)
  })

  it.each<[string, RpcProbe[], string]>([
    ['none', [one], 'warning'],
    ['one that answers', [one, two], 'ok'],
    ['one that does not', [one, { ...two, reachable: false }], 'warning']
  ])('websocket: %s', (_, probes, wanted) => expect(verdict(judgeWebsocket(probes))).toBe(wanted))

  it.each<[string, RpcProbe[], string]>([
    ['wide', [one], 'ok'],
    ['500 blocks', [{ ...one, logRangeBlocks: 500 }], 'ok'],
    ['100 blocks', [{ ...one, logRangeBlocks: 100 }], 'warning'],
    ['no logs', [{ ...one, logRangeBlocks: null }], 'failed'],
    ['no logs at one of two', [{ ...one, logRangeBlocks: null }, two], 'ok'],
    ['nobody answers', [dead], 'unknown']
  ])('logs: %s', (_, probes, wanted) => expect(verdict(judgeLogRange(probes))).toBe(wanted))

  it.each<[string, RpcProbe[], string]>([
    ['kept', [one], 'ok'],
    ['kept by one', [{ ...one, archive: false }, two], 'ok'],
    ['not kept', [{ ...one, archive: false }], 'warning'],
    ['not known', [dead], 'unknown']
  ])('old state: %s', (_, probes, wanted) => expect(verdict(judgeArchive(probes))).toBe(wanted))

  it.each<[number | null, string]>([
    [null, 'unknown'],
    [0, 'ok'],
    [53, 'ok'],
    [54, 'warning'],
    [299, 'warning'],
    [300, 'failed'],
    [-14, 'ok'],
    [-15, 'warning'],
    [-300, 'failed']
  ])('clock: %s s ahead of the newest block', (ageSec, wanted) => {
    expect(verdict(judgeClock(ageSec, real))).toBe(wanted)
    if (ageSec !== null) expect(verdict(judgeClock(ageSec, { practice: true }))).toBe('ok')
  })
})
