import { fork } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../shared/errors.ts'
import type { CostCaps } from '../engine/prover/machine/cost-guard.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { type Ec2Double, startEc2Double } from '../practice/ec2/ec2-double.ts'
import { type ProofService, startProofService } from '../prover-proxy/testing/proof-service.ts'
import { fastMachine, type MachineSetup } from './testing/fast-machine.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const never = new AbortController().signal
const noCaps: CostCaps = { perProofUsd: 1_000, perDayUsd: 1_000, perMonthUsd: 1_000 }

/** A port that is free on every loopback address that the machine may get. */
async function freePort(): Promise<number> {
  const probe = await startProofService({ host: '0.0.0.0' })
  await probe.stop()
  return probe.port
}

async function stage(options: Partial<Parameters<typeof startEc2Double>[0]> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'kroma-machine-'))
  const port = await freePort()
  const services: ProofService[] = []
  const double = await startEc2Double({
    clock: systemClock,
    delays: { bootMs: 60, stopMs: 60 },
    onMachine: async (host) => {
      const service = await startProofService({ host, port })
      services.push(service)
      return service
    },
    ...options
  })
  open.push(() => rm(folder, { recursive: true, force: true }))
  open.push(() => double.stop())
  const setup: MachineSetup = { endpoint: double.url, key: double.key, folder, port, caps: noCaps }
  const launch = (over: Partial<MachineSetup> = {}) => {
    const made = fastMachine({ ...setup, ...over })
    open.push(() => made.stop())
    return made
  }
  const lease = async () => JSON.parse(await readFile(join(folder, 'machine.json'), 'utf8'))
  return { double, folder, services, setup, launch, lease }
}

const down = (double: Ec2Double) => expect.poll(() => double.state(), { timeout: 5_000, interval: 20 }).toBe('stopped')

describe('the machine, by the real SDK against the Query API', () => {
  it('is started for who needs it, at a new address each time, and stopped after', async () => {
    const { double, launch, services, lease } = await stage()
    const { machine } = launch()
    const urls: string[] = []
    for (let i = 0; i < 2; i++) {
      urls.push(
        await machine.use({ proof: 'p', signal: never }, async (url) => {
          expect(double.state()).toBe('running')
          expect((await lease()).lease.proofs).toMatchObject([{ key: 'p' }])
          return url
        })
      )
      await down(double)
    }
    expect(urls.map((url) => new URL(url).hostname)).toEqual(['127.0.0.2', '127.0.0.3'])
    expect(services).toHaveLength(2)
    expect(double.calls()).toMatchObject({ StartInstances: 2, StopInstances: 2, RunInstances: 0 })
    await expect.poll(() => machine.status().leased).toBe(false)
    const { lease: left, ended } = await lease()
    expect(left).toBeNull()
    expect(ended).toHaveLength(2)
    expect(machine.status().spent.dayUsd).toBeCloseTo((2 * 6) / 60)
    expect(
      machine
        .status()
        .history.map(({ state }) => state)
        .slice(-3)
    ).toEqual(['ready', 'stopping', 'stopped'])
  })

  it('is started once for all who ask at once, also while it stops, and waits for its prover', async () => {
    const { double, launch } = await stage({ first: 'stopping' })
    setTimeout(() => void double.setState('stopped'), 100)
    const { machine } = launch()
    let most = 0
    let now = 0
    const work = async (): Promise<void> => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 30))
      now -= 1
    }
    await Promise.all(Array.from({ length: 5 }, () => machine.use({ proof: null, signal: never }, work)))
    expect([most, double.calls().StartInstances]).toEqual([5, 1])
    await down(double)
  })

  it.each([
    ['InsufficientInstanceCapacity', 500, 'NO_CAPACITY', 3],
    ['UnauthorizedOperation', 403, 'NOT_AUTHORIZED', 1],
    ['ExpiredToken', 400, 'KEY_EXPIRED', 1],
    ['RequestLimitExceeded', 503, 'THROTTLED', 3]
  ] as const)('tells %s by name after its tries, and asks no more', async (aws, status, code, tries) => {
    const { double, launch } = await stage()
    double.fail('StartInstances', aws, { status, times: 100 })
    const { machine } = launch()
    const error = await machine.use({ proof: 'p', signal: never }, async () => 'made').catch((e: unknown) => e)
    expect(error).toMatchObject({ code })
    expect((error as AppError).message.length).toBeGreaterThan(20)
    expect(double.calls().StartInstances).toBe(tries)
    await expect.poll(() => machine.status().leased).toBe(false)
    expect(machine.status().spent.monthUsd).toBe(0)
    double.fail('StartInstances', aws, { times: 0 })
    expect(await machine.use({ proof: 'p', signal: never }, async () => 'made')).toBe('made')
  })

  it('starts after capacity came back, and gives a terminated machine up', async () => {
    const { double, launch } = await stage()
    double.fail('StartInstances', 'InsufficientInstanceCapacity', { status: 500, times: 2 })
    const { machine } = launch()
    expect(await machine.use({ proof: null, signal: never }, async () => 'made')).toBe('made')
    await down(double)
    await double.setState('terminated')
    const gone = machine.use({ proof: null, signal: never }, async () => 'made')
    await expect(gone).rejects.toMatchObject({ code: 'TERMINATED' })
  })

  it('gives up on a prover that never answers, and stops the machine', async () => {
    const { double, launch } = await stage({ onMachine: async () => ({ stop: async () => {} }) })
    const { machine } = launch({ readyWithinMs: 500 })
    const silent = machine.use({ proof: null, signal: never }, async () => 'made')
    await expect(silent).rejects.toMatchObject({ code: 'SPEC_TIMEOUT' })
    await down(double)
  })

  it('repeats a stop that fails, and shows why, until AWS says stopped', async () => {
    const { double, launch } = await stage()
    double.fail('StopInstances', 'InternalError', { status: 500, times: 8 })
    const { machine } = launch()
    await machine.use({ proof: null, signal: never }, async () => 'made')
    await expect.poll(() => machine.status().problem?.code).toBe('AWS_FAILED')
    expect(machine.status()).toMatchObject({ leased: true, next: { action: 'stop' } })
    await down(double)
    expect(double.calls().StopInstances).toBe(9)
    await expect.poll(() => machine.status().problem).toBeNull()
  })

  it('reports a machine that runs without a lease, leaves it alone, and stops it when told to', async () => {
    const { double, launch } = await stage({ first: 'running' })
    const { machine } = launch()
    await expect.poll(() => machine.status().orphan).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(double.calls()).toMatchObject({ StopInstances: 0, DescribeInstances: 1 })
    await machine.adopt()
    await down(double)
    await expect.poll(() => machine.status().orphan).toBe(false)
    await expect.poll(() => machine.status().leased).toBe(false)
    expect(machine.status().spent.dayUsd).toBeCloseTo(6 / 60)
    expect(machine.runs()).toHaveLength(1)
  })

  it('is not started beyond a cap, nor when nobody knows what it costs', async () => {
    const { double, launch, folder } = await stage({ instanceType: 'mystery.large' })
    const toMs = Date.now()
    const ended = [{ fromMs: toMs - 1_000, toMs, pricePerHourUsd: 60 }]
    await writeFile(join(folder, 'machine.json'), JSON.stringify({ lease: null, ended }))
    const { machine, stop } = launch({ caps: { ...noCaps, perDayUsd: 1.05 } })
    const capped = machine.use({ proof: 'p', signal: never }, async () => 'made')
    await expect(capped).rejects.toMatchObject({ code: 'CAP_DAY' })
    await stop()
    const unpriced = launch({ pricePerHourUsd: null }).machine.use({ proof: 'p', signal: never }, async () => 'made')
    await expect(unpriced).rejects.toMatchObject({ code: 'PRICE_UNKNOWN' })
    expect(double.calls().StartInstances).toBe(0)
  })

  it('is taken from a proof that costs too much, and stopped', async () => {
    const { double, launch } = await stage()
    const { machine } = launch({ pricePerHourUsd: 3_600, caps: { ...noCaps, perProofUsd: 0.8 } })
    let cut = false
    const long = machine.use({ proof: 'p', signal: never }, (_, signal) => {
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          cut = true
          reject(new Error('cut'))
        })
      )
    })
    await expect(long).rejects.toMatchObject({ code: 'CAP_PROOF' })
    expect(cut).toBe(true)
    await down(double)
  })

  it('is not started when the lease cannot be written', async () => {
    const { double, launch, folder } = await stage()
    const { machine } = launch({ folder: join(folder, 'machine.json', 'not-a-folder') })
    await writeFile(join(folder, 'machine.json'), 'a file')
    const asked = machine.use({ proof: 'p', signal: never }, async () => 'made')
    await expect(asked).rejects.toMatchObject({ code: 'LEASE_UNWRITABLE' })
    expect(double.calls().StartInstances).toBe(0)
  })

  it('is stopped when the app ends, but not under a proof', async () => {
    const { double, launch, lease } = await stage()
    const first = launch()
    const held = first.machine.use({ proof: null, signal: never }, () => new Promise(() => {}))
    await expect.poll(() => double.state()).toBe('running')
    await expect.poll(() => first.machine.status().state).toBe('ready')
    await Promise.all([expect(held).rejects.toMatchObject({ code: 'SHUTTING_DOWN' }), first.stop()])
    await down(double)
    expect((await lease()).lease).not.toBeNull()

    const second = launch()
    const proof = second.machine.use({ proof: 'p', signal: never }, () => new Promise(() => {}))
    await expect.poll(() => second.machine.status().state).toBe('ready')
    await Promise.all([expect(proof).rejects.toMatchObject({ code: 'SHUTTING_DOWN' }), second.stop()])
    expect(double.state()).toBe('running')
    const third = launch({ reattachMs: 5_000 })
    expect(await third.machine.leftOver()).toEqual(['p'])
    expect(await third.machine.use({ proof: 'p', signal: never }, async () => 'made')).toBe('made')
    expect(double.calls().StartInstances).toBe(2)
  })
})

describe('a process that is killed', () => {
  const child = join(import.meta.dirname, 'testing/machine-child.ts')

  /** Runs until the machine's state is the one named, and kills the process there. */
  async function killedAt(setup: MachineSetup, state: string, proof: boolean): Promise<void> {
    const process = fork(child, [JSON.stringify(setup), state, String(proof)], { execArgv: [], stdio: 'pipe' })
    let output = ''
    process.stderr?.on('data', (chunk) => {
      output += chunk
    })
    const signal = await new Promise((resolve) => process.on('exit', (_, by) => resolve(by)))
    expect(signal, output).toBe('SIGKILL')
  }

  it.each(['unknown', 'stopped', 'pending', 'running-not-ready', 'ready', 'stopping'] as const)(
    'in state %s leaves a machine that is stopped after the next start',
    async (state) => {
      const { double, launch, setup } = await stage()
      double.setDelays({ bootMs: 150, stopMs: 150 })
      await killedAt(setup, state, false)
      const { machine } = launch()
      await expect.poll(() => machine.status().next.action, { timeout: 8_000 }).toBe('rest')
      expect(double.state()).toBe('stopped')
      expect(machine.status()).toMatchObject({ leased: false, problem: null })
    }
  )

  it.each(['terminated', 'failed'] as const)('in state %s leaves no lease behind', async (state) => {
    const { double, launch, setup } = await stage(state === 'terminated' ? { first: 'terminated' } : {})
    double.fail('StartInstances', 'UnauthorizedOperation', { status: 403, times: 9 })
    await killedAt(setup, state, false)
    const { machine } = launch()
    await expect.poll(() => machine.status().leased, { timeout: 8_000 }).toBe(false)
    expect(double.calls().StopInstances).toBe(0)
  })

  it('under a proof leaves a machine that waits to be taken up again, and is stopped when nobody does', async () => {
    const { double, launch, setup } = await stage()
    await killedAt(setup, 'ready', true)
    const { machine } = launch({ reattachMs: 400 })
    expect(await machine.leftOver()).toEqual(['a-proof'])
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(double.state()).toBe('running')
    await down(double)
  })
})
