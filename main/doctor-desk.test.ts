import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type ConfigInput, configSchema } from '../shared/config/config.ts'
import type { DoctorReport } from '../shared/domain/doctor.ts'
import { doctorChecks } from '../shared/domain/doctor.ts'
import { AbortedError } from '../shared/errors.ts'
import { createDoctorDesk, type DoctorDesk } from './doctor-desk.ts'
import { type LocalHttp, startLocalHttp } from './engine/chain/testing/local-http.ts'
import type { MeteredCall } from './engine/chain/types.ts'
import { type Clock, systemClock } from './engine/runtime/clock.ts'
import { ManualClock } from './engine/runtime/manual-clock.ts'
import { createLogger } from './log/logger.ts'

const account = '0x00000000000000000000000000000000000000aa'
const { signal } = new AbortController()
const servers: LocalHttp[] = []

function setUp(config: ConfigInput, clock: Clock = systemClock) {
  const counted: MeteredCall[] = []
  const app = {
    config: () => configSchema.parse(config),
    network: () => ({ name: config.network, label: 'Here', l1ChainId: 1, l2ChainId: 255, practice: false }),
    opened: () => null,
    host: { rpcBudget: () => null, meter: () => ({ count: (call: MeteredCall) => void counted.push(call) }) },
    prover: () => null
  } as unknown as DoctorDesk['app']
  const vault = { problem: () => null, state: () => 'none', names: () => [], kind: () => 'passphrase' }
  const desk = createDoctorDesk({
    app,
    vault: vault as unknown as DoctorDesk['vault'],
    secretStorage: async () => 'none',
    autostart: () => false,
    metrics: () => ({ kind: 'off' }),
    configPath: null,
    dataFolder: mkdtempSync(join(tmpdir(), 'doctor-desk-')),
    env: {},
    clock,
    log: createLogger({ sink: { write: () => {} }, level: 'silent' })
  })
  return { counted, desk }
}

const remote = (url: string): ConfigInput => ({
  network: 'mainnet',
  rpc: { l1: [`${url}/key-in-the-path`], l2: [url], rollup: [url] },
  key: { source: 'none', account }
})
const serve = async (answer: Parameters<typeof startLocalHttp>[0]): Promise<LocalHttp> => {
  const server = await startLocalHttp(answer)
  servers.push(server)
  return server
}

/** Lets virtual time pass until it is through. */
async function through(clock: ManualClock, run: Promise<DoctorReport>): Promise<{ report: DoctorReport; sec: number }> {
  const startedMs = clock.now()
  let report: DoctorReport | null = null
  void run.then((found) => {
    report = found
  })
  while (report === null) await clock.advance(100)
  return { report, sec: (clock.now() - startedMs) / 1000 }
}

describe('the doctor beside a validator', () => {
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop()
  })

  it('comes to an end with endpoints that never answer, names them without their secrets, and counts what it asked', async () => {
    const { origin, stop: _ } = await serve(() => {})
    const clock = new ManualClock(1_795_000_000_000)
    const { counted, desk } = setUp(remote(origin), clock)
    const { report, sec } = await through(clock, desk.run(signal))
    expect(report.checks.map(({ name }) => name)).toEqual(Object.keys(doctorChecks))
    expect(sec).toBeLessThan(60)
    const found = Object.fromEntries(report.checks.map((check) => [check.name, check]))
    expect([found['l1-rpc']?.verdict, found['l1-chain']?.verdict, found.contracts?.verdict]).toEqual([
      'failed',
      'unknown',
      'unknown'
    ])
    expect(found['l1-rpc']?.value).toContain(origin)
    expect(found.key).toMatchObject({ verdict: 'notApplicable' })
    expect(found.autostart?.verdict).toBe('warning')
    expect(JSON.stringify(report)).not.toContain('key-in-the-path')
    expect(counted.length).toBeGreaterThan(3)
    expect(new Set(counted.map(({ reason, origin: at }) => `${reason} ${at}`))).toEqual(new Set([`doctor ${origin}`]))
  })

  it.each([
    ['nonsense', '{"jsonrpc":"2.0","id":1,"result":{"weird":[1,2,3]}}'],
    ['a page', '<html>'],
    ['an error', '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no\\nway"}}']
  ])('breaks at nothing that endpoints answer: %s', async (_, body) => {
    const { origin } = await serve(({ id }, response) => void response.end(body.replace('"id":1', `"id":${id}`)))
    const { desk } = setUp(remote(origin))
    const report = await desk.run(signal)
    expect(report.checks).toHaveLength(Object.keys(doctorChecks).length)
    expect(report.checks.filter(({ value }) => value === 'The check itself broke.')).toEqual([])
    expect(report.checks.every(({ value, remedy }) => !/[\n\r]/.test(value + remedy))).toBe(true)
  })

  it('makes one round at a time: who asks meanwhile gets its result', async () => {
    let asked = 0
    const { origin } = await serve((_, response) => {
      asked += 1
      response.end('{}')
    })
    const { desk } = setUp(remote(origin))
    const [first, second] = [desk.run(signal), desk.run(signal)]
    expect(second).toBe(first)
    await first
    const once = asked
    await desk.run(signal)
    expect(asked).toBeGreaterThan(once)
  })

  it('ends with the signal', async () => {
    const { origin } = await serve(() => {})
    const { desk } = setUp(remote(origin))
    const stop = new AbortController()
    const run = desk.run(stop.signal)
    stop.abort(new Error('the app quits'))
    await expect(run).rejects.toBeInstanceOf(AbortedError)
  })

  it('says that the practice network does not run', async () => {
    const { desk } = setUp({ network: 'practice' })
    const report = await desk.run(signal)
    const found = Object.fromEntries(report.checks.map((check) => [check.name, check]))
    expect(found['l1-rpc']).toMatchObject({ verdict: 'unknown', remedy: expect.stringContaining('Overview') })
    expect(found.key?.verdict).toBe('notApplicable')
    expect(report.checks.filter(({ verdict }) => verdict === 'failed')).toEqual([])
  })
})
