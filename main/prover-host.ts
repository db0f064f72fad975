import { join } from 'node:path'
import type { ProverSettings } from '../shared/config/config.ts'
import type { CloudRun } from '../shared/domain/money.ts'
import type { ProverOverview } from '../shared/domain/prover.ts'
import { AppError } from '../shared/errors.ts'
import { readAwsCredentials } from './aws/aws-credentials.ts'
import { createEc2Machine } from './aws/ec2-machine.ts'
import { type ReadSecret, vaultCredentials } from './aws/vault-credentials.ts'
import type { LocalProver } from './engine/prover/connect-prover.ts'
import { costUsd } from './engine/prover/machine/cost-guard.ts'
import { createMachine, type MachineDeps } from './engine/prover/machine/create-machine.ts'
import { type MachineRights, mayTooMuch } from './engine/prover/machine/machine-rights.ts'
import { type Rehearsal, rehearse } from './engine/prover/machine/rehearse.ts'
import { createProofProxy, type UseProver } from './engine/prover/proxy/create-proof-proxy.ts'
import { createLocalProver } from './engine/prover/proxy/local-prover.ts'
import { createServiceRpc } from './engine/prover/service-rpc.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { every } from './engine/runtime/every.ts'
import { type Supervised, supervise } from './engine/runtime/supervise.ts'
import type { AppLogger } from './log/logger.ts'
import { postText } from './net/post-text.ts'
import { type ProxyServer, serveProofProxy } from './prover-proxy/serve-proof-proxy.ts'
import { openLeaseFile } from './store/lease-file.ts'
import { openProofStore } from './store/proof-store.ts'
import { proxyToken } from './store/proxy-token.ts'
import { sweepProofs } from './store/sweep-proofs.ts'

/** The prover proxy and the machine behind it, for as long as the app runs. */
export type ProverHost = {
  /** For the engine; null where it asks a URL by itself. */
  zkEvm: LocalProver | null
  state(): ProverOverview
  /** What the machine was paid for, of the last two months at least; the run under way until now. */
  cloudRuns(): CloudRun[]
  onChange(listener: () => void): () => void
  /** Starts the machine, asks for `spec`, stops it. Throws MACHINE_MISSING, and see `rehearse`. */
  rehearse(signal: AbortSignal): Promise<Rehearsal>
  /** The same in the background, unless one runs; how it went stands in the state. */
  beginRehearsal(): void
  /** What the AWS key may do, by dry runs; null without a machine. Throws machine problems (machine-problem.ts). */
  checkRights(signal: AbortSignal): Promise<MachineRights | null>
  /** Stops a machine that runs without a lease. */
  stopOrphan(): Promise<void>
  /** Once; later calls change nothing. Never throws. */
  start(): Promise<void>
  stop(): Promise<void>
}

export type ProverHostOptions = {
  settings: ProverSettings
  /** Lease, proofs and token are kept in a folder of their own below it. */
  dataFolder: string
  env: NodeJS.ProcessEnv
  /** Left out: there is no vault. */
  readSecret?: ReadSecret
  clock: Clock
  log: AppLogger
  /** Pauses of the machine (tests, drills). */
  machineLimits?: MachineDeps['limits']
}

const dayMs = 24 * 3_600_000
const sweepEveryMs = 6 * 3_600_000
const backoff = { baseMs: 1_000, maxMs: 60_000, resetAfterMs: 60_000, jitter: Math.random }
const specTimeoutMs = 5_000

/** Null when the settings name neither a machine nor a proxy. Throws NO_CREDENTIALS. */
export function createProverHost(options: ProverHostOptions): ProverHost | null {
  const { settings, dataFolder, clock } = options
  if (!settings.ec2 && !settings.proxy) return null
  const log = options.log.child('prover')
  const folder = join(dataFolder, 'prover')
  const proofsFolder = join(folder, 'proofs')
  const keepMs = settings.keepProofsDays * dayMs
  const timeoutMs = settings.timeoutHours * 3_600_000
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }
  const machine = settings.ec2 ? machineOf(options, settings.ec2, folder) : null
  machine?.machine.onChange(changed)
  const url = settings.zkEvmUrl ?? ''
  const use: UseProver = (input, work) => machine?.machine.use(input, work) ?? work(url, input.signal)
  const proxy = createProofProxy({
    use,
    ...{ post: postText, store: openProofStore(proofsFolder), clock, log, limits: { keepMs }, onChange: changed },
    timeoutMs
  })
  const life = new AbortController()
  let started = false
  let running: Supervised | null = null
  let server: ProxyServer | null = null
  let serverProblem: ProverOverview['serverProblem'] = null
  let rights: MachineRights | null = null
  let rehearsal: ProverOverview['rehearsal'] = null

  async function rehearseNow(signal: AbortSignal): Promise<Rehearsal> {
    if (!machine)
      throw new AppError({ code: 'MACHINE_MISSING' }, { message: 'No EC2 machine is configured in prover.ec2.' })
    const spec = async (at: string, inner: AbortSignal): Promise<unknown> => {
      const answer = await specAt(at, clock, inner)
      await proxy.learnSpec(answer)
      return answer
    }
    return rehearse({ machine: machine.machine, spec, clock, signal })
  }

  async function keepRehearsal(): Promise<void> {
    rehearsal = { state: 'running', startedAtMs: clock.now() }
    changed()
    try {
      const { readyAfterMs, totalMs, costUsd } = await rehearseNow(life.signal)
      rehearsal = { state: 'passed', endedAtMs: clock.now(), readyAfterMs, totalMs, costUsd }
    } catch (error) {
      const { code, message } = problemOf(error) ?? { code: 'INTERNAL', message: '' }
      rehearsal = { state: 'failed', endedAtMs: clock.now(), code, message }
    }
    changed()
  }

  async function listen(wanted: NonNullable<ProverSettings['proxy']>): Promise<void> {
    const token = wanted.token ? proxyToken(join(folder, 'token')) : null
    if (token) options.log.redactor.learn(token.reveal())
    const ec2Running = (): boolean => ['running-not-ready', 'ready'].includes(machine?.machine.status().state ?? '')
    server = await serveProofProxy({ ...wanted, proxy, ec2Running, token, clock, log })
  }

  async function checkRights(signal: AbortSignal): Promise<MachineRights | null> {
    if (!machine) return null
    rights = await machine.port.rights(AbortSignal.any([signal, life.signal]))
    if (mayTooMuch(rights)) log.warn('machine.key-too-powerful', rights)
    changed()
    return rights
  }

  return {
    zkEvm: machine
      ? createLocalProver({
          proxy,
          label: settings.ec2?.instanceId ?? '',
          status: () => machine.machine.status(),
          clock
        })
      : null,
    state: () => ({
      machine: machine?.machine.status() ?? null,
      jobs: proxy.jobs(),
      port: server?.port ?? null,
      serverProblem,
      storeProblem: problemOf(proxy.storeProblem()),
      rights,
      rehearsal
    }),
    cloudRuns: () =>
      (machine?.machine.runs() ?? []).map((run) => ({
        fromMs: run.fromMs,
        toMs: run.toMs,
        microUsd: Math.round(costUsd(run) * 1e6)
      })),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    rehearse: rehearseNow,
    checkRights,
    beginRehearsal() {
      if (rehearsal?.state !== 'running') void keepRehearsal()
    },
    async stopOrphan() {
      await machine?.machine.adopt()
    },
    async start() {
      if (started) return
      started = true
      if (machine) {
        running = supervise(machine.machine, { clock, backoff, onState: changed })
        void machine.machine.leftOver().then((keys) => proxy.resume(keys))
        checkRights(life.signal).catch(() => {})
      }
      const { signal } = life
      every({ clock, ms: sweepEveryMs, signal }, async () => {
        // The trace of a proof under way is what a restart takes it up again with.
        await sweepProofs(proofsFolder, { keepMs: Math.max(keepMs, timeoutMs), now: clock.now() })
      }).catch(() => {})
      if (settings.proxy)
        await listen(settings.proxy).catch((error: unknown) => {
          serverProblem = problemOf(error)
          log.error('proxy.not-listening', { code: serverProblem?.code })
        })
    },
    async stop() {
      life.abort(new Error('the prover host stops'))
      // First the machine: what it is told to keep running is what is under way at this moment.
      await running?.stop()
      proxy.close()
      await server?.stop()
      machine?.port.close()
    }
  }
}

type Ec2 = NonNullable<ProverSettings['ec2']>

const noVault: ReadSecret = async () => null

function machineOf(options: ProverHostOptions, ec2: Ec2, folder: string) {
  const { env, readSecret = noVault, clock, log, machineLimits } = options
  if (ec2.credentials.source === 'environment')
    for (const name of [ec2.credentials.secretAccessKeyVariable, ec2.credentials.sessionTokenVariable ?? ''])
      log.redactor.learn(env[name]?.trim() ?? '')
  const credentials =
    ec2.credentials.source === 'vault' ? vaultCredentials(readSecret) : readAwsCredentials(ec2.credentials, env)
  const port = createEc2Machine({ ...ec2, credentials }, clock)
  const { instanceId, urlScheme, port: proverPort, pricePerHourUsd = null, caps } = ec2
  const machine = createMachine({
    port,
    settings: { instanceId, urlScheme, port: proverPort, pricePerHourUsd, caps },
    lease: openLeaseFile(join(folder, 'machine.json')),
    probe: async (url, signal) => void (await specAt(url, clock, signal)),
    clock,
    log: log.child('machine'),
    ...(machineLimits && { limits: machineLimits })
  })
  return { machine, port }
}

const specAt = (url: string, clock: Clock, signal: AbortSignal): Promise<unknown> =>
  createServiceRpc({ service: 'zkEVM prover', url, post: postText, clock }).ask({
    ...{ method: 'spec', params: [], timeoutMs: specTimeoutMs, signal }
  })

function problemOf(error: unknown): { code: string; message: string } | null {
  if (error === null) return null
  if (error instanceof AppError) return { code: String(error.code), message: error.message }
  return { code: 'INTERNAL', message: 'It failed for a reason of its own.' }
}
