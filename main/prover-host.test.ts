import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type ConfigInput, configSchema } from '../shared/config/config.ts'
import { systemClock as clock } from './engine/runtime/clock.ts'
import { createLogger } from './log/logger.ts'
import { type DoubleState, doubleInstanceId, startEc2Double } from './practice/ec2/ec2-double.ts'
import { createProverHost, type ProverHost } from './prover-host.ts'
import { fakeProof, type ProofService, startProofService } from './prover-proxy/testing/proof-service.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const never = new AbortController().signal
const trace = '{"header":{"number":1}}'
const machineLimits = {
  ...{ pollMs: 20, probeMs: 20, settleMs: 200, reattachMs: 5_000, exitMs: 500 },
  backoff: { baseMs: 10, maxMs: 40, resetAfterMs: 0, jitter: () => 1 }
}

async function stage(first: DoubleState = 'stopped') {
  const folder = await mkdtemp(join(tmpdir(), 'kroma-prover-host-'))
  open.push(() => rm(folder, { recursive: true, force: true }))
  const service = await startProofService({ host: '127.0.0.1' })
  open.push(() => service.stop())
  const double = await startEc2Double({
    clock,
    first,
    addressOf: () => '127.0.0.1',
    delays: { bootMs: 30, stopMs: 30 }
  })
  open.push(() => double.stop())
  const lines: string[] = []
  const launch = async (prover: Partial<NonNullable<ConfigInput['prover']>> = {}): Promise<ProverHost> => {
    const ec2 = {
      ...({ region: 'eu-test-1', instanceId: doubleInstanceId, addressType: 'public', port: service.port } as const),
      credentials: { source: 'environment', accessKeyIdVariable: 'K', secretAccessKeyVariable: 'S' } as const,
      ...{ endpoint: double.url, pricePerHourUsd: 6 }
    }
    const { prover: settings } = configSchema.parse({ network: 'practice', prover: { ec2, ...prover } })
    const env = { K: double.key.accessKeyId, S: double.key.secretAccessKey }
    const log = createLogger({ sink: { write: (line) => void lines.push(line) }, level: 'debug' })
    const host = settings ? createProverHost({ settings, dataFolder: folder, env, clock, log, machineLimits }) : null
    if (!host) throw new Error('no host')
    open.push(() => host.stop())
    await host.start()
    return host
  }
  return { folder, service, double, launch, lines }
}

/** The engine's side of it. */
function connect(host: ProverHost) {
  const outcomes: (string | null)[] = []
  const rpc = host.zkEvm?.connect((error) => outcomes.push(error?.code ?? null))
  if (!rpc) throw new Error('no local prover')
  const ask = (method: string, params: unknown[] = [], signal = never, timeoutMs = 20_000) =>
    rpc.ask({ method, params, timeoutMs, signal })
  return { ask, outcomes, rpc }
}

const begun = (service: ProofService, times: number) => expect.poll(() => service.traces.length).toBe(times)

describe('the prover host', () => {
  it('proves for the engine on the machine, and asks for no machine to tell how it is', async () => {
    const { double, launch, service } = await stage()
    const host = await launch()
    const { ask, outcomes, rpc } = connect(host)
    expect(rpc.origin).toBe(doubleInstanceId)
    expect(await ask('spec')).toBeNull()
    expect(double.calls().StartInstances).toBe(0)
    const proof = Buffer.from(fakeProof(trace).proof).toString('base64')
    expect(await ask('prove', [trace])).toMatchObject({ proof })
    expect(
      JSON.parse(await rpc.askText({ method: 'prove', params: [trace], timeoutMs: 5_000, signal: never }))
    ).toMatchObject({ proof })
    expect([service.traces.length, double.calls().StartInstances]).toEqual([1, 1])
    expect(host.state().jobs).toMatchObject([{ state: 'done', bytes: trace.length }])
    expect(outcomes).toEqual([null, null, null])
    await expect.poll(() => host.state().machine?.leased).toBe(false)
  })

  it('tells what is wrong with the machine, and how long is too long', async () => {
    const { launch, service } = await stage('terminated')
    const host = await launch()
    const { ask, outcomes } = connect(host)
    await expect(ask('prove', [trace])).rejects.toMatchObject({ code: 'TERMINATED' })
    await expect(ask('spec')).rejects.toMatchObject({ code: 'TERMINATED' })
    expect(outcomes).toEqual(['TERMINATED', 'TERMINATED'])
    expect(host.state().jobs).toMatchObject([{ state: 'failed', code: 'TERMINATED' }])
    expect(service.traces).toEqual([])

    const slow = await stage()
    slow.service.delayMs = 60_000
    await expect(connect(await slow.launch()).ask('prove', [trace], never, 400)).rejects.toMatchObject({
      code: 'PROVER_TIMEOUT'
    })
  })

  it('rehearses: start, spec, stop, with time and cost; spec is known from then on', async () => {
    const { double, launch, lines } = await stage()
    const host = await launch({ proxy: { port: 0 } })
    let changes = 0
    const stopListening = host.onChange(() => {
      changes += 1
    })
    const told = await host.rehearse(never)
    expect(told).toMatchObject({ spec: { degree: 19 }, costUsd: 0.1 })
    expect(told.totalMs).toBeGreaterThanOrEqual(told.readyAfterMs)
    expect(double.state()).toBe('stopped')
    expect(await connect(host).ask('spec')).toMatchObject({ degree: 19 })
    expect(double.calls().StartInstances).toBe(1)
    expect(changes).toBeGreaterThan(3)
    stopListening()
    host.beginRehearsal()
    host.beginRehearsal()
    expect(host.state().rehearsal?.state).toBe('running')
    await expect.poll(() => host.state().rehearsal).toMatchObject({ state: 'passed', costUsd: 0.1 })
    expect(double.calls().StartInstances).toBe(2)
    expect(host.state()).toMatchObject({ rights: { runNew: 'refused' }, serverProblem: null, storeProblem: null })
    expect(lines.join('\n') + JSON.stringify(host.state())).not.toContain(double.key.secretAccessKey)
  })

  it('warns of a key that can do more than it should', async () => {
    const { double, launch } = await stage()
    double.fail('RunInstances', 'DryRunOperation', { status: 412, times: 2 })
    const host = await launch()
    await expect.poll(() => host.state().rights?.runNew).toBe('allowed')
    const rights = { start: 'allowed', stop: 'allowed', runNew: 'allowed', startOthers: 'unknown' }
    expect(await host.checkRights(never)).toEqual(rights)
    double.fail('RunInstances', 'UnauthorizedOperation', { status: 403 })
    expect(await host.checkRights(never)).toEqual({ ...rights, runNew: 'refused' })
    expect(host.state()).toMatchObject({ rights: { runNew: 'refused' } })
  })

  it('serves others with a token that only the owner may read, and says when it cannot listen', async () => {
    const { folder, launch, service, double } = await stage()
    const host = await launch({ proxy: { port: 0 } })
    const path = join(folder, 'prover/token')
    expect((await stat(path)).mode & 0o077).toBe(0)
    const token = (await readFile(path, 'utf8')).trim()
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'spec' })
    const post = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${host.state().port}/`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers }
      })
    expect((await post({})).status).toBe(401)
    expect(service.specs).toBe(0)
    expect(await (await post({ authorization: `Bearer ${token}` })).json()).toMatchObject({ result: { degree: 19 } })

    // From here on spec is known: neither it nor anything that is refused starts the machine again.
    await expect.poll(() => host.state().machine?.leased).toBe(false)
    const ask = (text: string) =>
      fetch(`http://127.0.0.1:${host.state().port}/`, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      })
    const bad = [
      '',
      'prove',
      '[]',
      '{"jsonrpc":"2.0","id":1,"method":"prove","params":["{"]}',
      '{"id":1,"method":"spec"}'
    ]
    for (const text of bad) expect(await (await ask(text)).json()).toHaveProperty('error')
    expect(await (await ask(body)).json()).toMatchObject({ result: { degree: 19 } })
    expect([double.calls().StartInstances, service.traces]).toEqual([1, []])

    const second = await launch({ proxy: { port: host.state().port ?? 0 } })
    expect(second.state()).toMatchObject({ port: null, serverProblem: { code: 'PORT_TAKEN' } })
  })

  it('works before a prover that is always there, without any machine', async () => {
    const { launch, service } = await stage()
    const host = await launch({ ec2: undefined, zkEvmUrl: service.url, proxy: { port: 0, token: false } })
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'prove', params: [trace] })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${host.state().port}/`, { method: 'POST', body, headers })
    expect(await answer.json()).toMatchObject({ result: { final_pair: expect.any(String) } })
    expect([host.zkEvm, host.state().machine]).toEqual([null, null])
    await expect(host.rehearse(never)).rejects.toMatchObject({ code: 'MACHINE_MISSING' })
  })

  it('starts the machine again that somebody stopped under a proof, and asks again', async () => {
    const { double, launch, service } = await stage()
    service.mode = 'drops'
    service.delayMs = 100
    const asked = connect(await launch()).ask('prove', [trace])
    await begun(service, 1)
    await double.setState('stopped')
    await expect.poll(() => double.calls().StartInstances).toBe(2)
    service.mode = 'works'
    expect(await asked).toMatchObject({ proof: expect.any(String) })
    await expect.poll(() => double.state()).toBe('stopped')
  })

  it('takes a proof under way up again after a restart, on the machine that goes on', async () => {
    const { double, launch, service } = await stage()
    service.delayMs = 60_000
    const first = await launch()
    const asked = connect(first)
      .ask('prove', [trace])
      .catch((error: unknown) => error)
    await begun(service, 1)
    await first.stop()
    await asked
    expect(double.state()).toBe('running')
    service.delayMs = 0
    const second = await launch()
    await begun(service, 2)
    await expect.poll(() => second.state().jobs.at(-1)?.state).toBe('done')
    expect(await connect(second).ask('prove', [trace])).toMatchObject({ proof: expect.any(String) })
    expect([service.traces.length, double.calls().StartInstances]).toEqual([2, 1])
    await expect.poll(() => double.state(), { timeout: 8_000 }).toBe('stopped')
  })
})
