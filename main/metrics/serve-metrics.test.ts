import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { metricsSchema } from '../../shared/config/metrics.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EndpointView, EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { idleSnapshot } from '../idle-snapshot.ts'
import { createLogger } from '../log/logger.ts'
import { createMetricsHost, type MetricsHost } from './metrics-host.ts'

const lines: string[] = []
const log = createLogger({ sink: { write: (line) => void lines.push(line) } })
const idle = idleSnapshot({
  network: { name: 'practice', label: 'Practice network', l1ChainId: 900, l2ChainId: 901, practice: true },
  roles: { submitter: true, challenger: false, publicRound: false }
})
const hash = `0x${'ab'.repeat(32)}` as const
const endpoint: EndpointView = {
  ...{ origin: 'http://one', role: 'l1', kind: 'http', state: 'up', latencyMs: 5, requests: 9, failures: 3 }
} as EndpointView
const running = {
  ...idle,
  state: 'running',
  chain: {
    l1: { number: 1_234n, timestampSec: 1, hash },
    seenAtMs: 1,
    l2: { unsafe: 5_678n, safe: 5_600n, finalized: 5_500n },
    l2BlockTimeSec: 2
  },
  validator: { ethWei: 1_500_000_000_000_000_000n, freeKroWei: 12_345n * 10n ** 18n, status: 'ACTIVE' },
  priorityValidator: '0x00000000000000000000000000000000000000aa',
  outputs: [
    { index: 9n, verdict: 'pending' },
    { index: 8n, verdict: 'valid' }
  ],
  endpoints: [endpoint, { ...endpoint, role: 'l2', failures: 50 }]
} as unknown as EngineSnapshot

type Served = { host: MetricsHost; port: number; see: (s: EngineSnapshot) => void; tell: (e: object) => void }
const started: MetricsHost[] = []

async function serve(over: object = {}): Promise<Served> {
  const seen = new Set<(s: EngineSnapshot) => void>()
  const told = new Set<(e: StampedEvent) => void>()
  const adding =
    <T>(set: Set<T>) =>
    (listener: T): (() => void) => {
      set.add(listener)
      return () => set.delete(listener)
    }
  const host = createMetricsHost({
    source: { snapshot: () => idle, onSnapshot: adding(seen), onEvent: adding(told) },
    version: '1.2.3',
    log
  })
  started.push(host)
  await host.apply(metricsSchema.parse({ enabled: true, port: 0, ...over }))
  const state = host.state()
  return {
    host,
    port: state.kind === 'listening' ? state.port : 0,
    see: (snapshot) => seen.forEach((listener) => void listener(snapshot)),
    tell: (event) => told.forEach((listener) => void listener(event as StampedEvent))
  }
}

type Answer = { status: number; type: string; body: string }
const ask = (
  port: number,
  { path = '/metrics', method = 'GET', headers = {} }: { path?: string; method?: string; headers?: object } = {}
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { ...headers } }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += String(chunk)
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body })
      )
    })
    sent.on('error', reject)
    sent.end()
  })

/** As the reference names them (protocol: the operators' set-up). */
const wanted = {
  info: 'gauge',
  up: 'gauge',
  balance: 'gauge',
  refs_number: 'gauge',
  validator_status: 'gauge',
  unbonded_deposit_amount: 'gauge',
  next_validator: 'gauge',
  challenge_checkpoint: 'gauge',
  txmgr_tx_fee_gwei: 'gauge',
  txmgr_confirm_total: 'counter',
  txmgr_publish_total: 'counter',
  txmgr_rpc_error_count: 'counter'
}
const samples = (body: string): Record<string, number> =>
  Object.fromEntries(
    body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [
        line.slice(0, line.lastIndexOf(' ')).replace('kroma_validator_default_', ''),
        Number(line.slice(line.lastIndexOf(' ') + 1))
      ])
  )

describe('metrics', () => {
  afterEach(async () => {
    for (const host of started.splice(0)) await host.stop()
  })

  it('have the reference’s names and types, all of them and no others', async () => {
    const { port } = await serve()
    const { status, type, body } = await ask(port)
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    const types = [...body.matchAll(/^# TYPE kroma_validator_default_(\S+) (\S+)$/gm)].map(([, name, kind]) => [
      name,
      kind
    ])
    expect(Object.fromEntries(types)).toEqual(wanted)
  })

  it('show what the snapshot shows', async () => {
    const { port, see } = await serve()
    expect(samples((await ask(port)).body)).toMatchObject({ up: 0, 'info{version="1.2.3"}': 1 })
    see(running)
    expect(samples((await ask(port)).body)).toMatchObject({
      up: 1,
      balance: 1.5,
      'refs_number{layer="l1_origin"}': 1_234,
      'refs_number{layer="l2"}': 5_678,
      validator_status: 5,
      unbonded_deposit_amount: 12_345,
      'next_validator{address="0x00000000000000000000000000000000000000aa"}': 1,
      challenge_checkpoint: 8,
      txmgr_rpc_error_count: 3
    })
    see({ ...running, priorityValidator: null, state: 'stopped' })
    const later = samples((await ask(port)).body)
    expect(later.up).toBe(0)
    expect(Object.keys(later).filter((name) => name.startsWith('next_validator'))).toEqual([
      'next_validator{address="0xffffffffffffffffffffffffffffffffffffffff"}'
    ])
  })

  it('count transactions and errors, over restarts of the engine too', async () => {
    const { port, see, tell } = await serve()
    for (const failures of [3, 5, 1]) see({ ...running, endpoints: [{ ...endpoint, failures }] })
    tell({ type: 'tx.published' })
    tell({ type: 'tx.published' })
    tell({ type: 'tx.confirmed', feeWei: 4_200_000_000_000n })
    tell({ type: 'tx.failed' })
    tell({ type: 'output.paid' })
    expect(samples((await ask(port)).body)).toMatchObject({
      txmgr_rpc_error_count: 6,
      txmgr_publish_total: 2,
      'txmgr_confirm_total{status="success"}': 1,
      'txmgr_confirm_total{status="failed"}': 1,
      txmgr_tx_fee_gwei: 4_200
    })
  })

  it.each<[string, object, number]>([
    ['its own name', {}, 200],
    ['its other name', { headers: { host: 'localhost:7300' } }, 200],
    ['a foreign name', { headers: { host: 'evil.example' } }, 403],
    ['a name that only looks like its own', { headers: { host: 'localhost.evil.example' } }, 403],
    ['another address', { headers: { host: '192.168.1.5' } }, 403],
    ['a web page', { headers: { origin: 'http://localhost:7300' } }, 403],
    ['another path', { path: '/' }, 404],
    ['another method', { method: 'POST' }, 405],
    ['only the head', { method: 'HEAD' }, 200]
  ])('asked under %s', async (_, how, status) => {
    const { port } = await serve()
    expect((await ask(port, how)).status).toBe(status)
  })

  it('answer under the names of the settings, and at the address they were reached at', async () => {
    const { port, host } = await serve({ host: '0.0.0.0', hostNames: ['tower.local'] })
    expect((await ask(port, { headers: { host: 'tower.local:7300' } })).status).toBe(200)
    expect((await ask(port)).status).toBe(200)
    expect((await ask(port, { headers: { host: '10.9.8.7' } })).status).toBe(403)
    expect(host.state()).toMatchObject({ kind: 'listening', open: true })
    expect(lines.join('')).toContain('metrics.open')
  })

  it('are off by default, and say why they cannot be served', async () => {
    const { host } = await serve({ enabled: false })
    expect(host.state()).toEqual({ kind: 'off' })
    expect(metricsSchema.parse({})).toMatchObject({ enabled: false, host: '127.0.0.1' })
    const first = await serve()
    const second = await serve({ port: first.port })
    expect(second.host.state()).toMatchObject({ kind: 'failed', message: expect.stringContaining('metrics.port') })
    await first.host.apply(metricsSchema.parse({ enabled: false }))
    await second.host.apply(metricsSchema.parse({ enabled: true, port: first.port }))
    expect((await ask(first.port)).status).toBe(200)
  })
})
