import { AbortedError, AppError } from '../../../../shared/errors.ts'
import type { Logger } from '../../ports.ts'
import type { Backoff } from '../../runtime/backoff.ts'
import type { Clock } from '../../runtime/clock.ts'
import { retry } from '../../runtime/retry.ts'
import type { PostText } from '../post-text.ts'
import { createProofKeeper } from '../proof-keeper.ts'
import type { ProofStore } from '../proof-store.ts'
import { proverError } from '../prover-error.ts'
import { createServiceRpc } from '../service-rpc.ts'
import { createSharedRuns } from '../shared-runs.ts'
import { createPlaces } from './places.ts'
import { type ProofAnswer, readProofAnswer } from './proof-answer.ts'

/** Runs `work` with the URL of a prover that answers; `proof` is the proof's key, null for what is none. */
export type UseProver = <T>(
  input: { proof: string | null; signal: AbortSignal },
  work: (url: string, signal: AbortSignal) => Promise<T>
) => Promise<T>

export type ProofJob = {
  key: string
  /** Size of the trace. */
  bytes: number
  startedAtMs: number
  endedAtMs: number | null
  state: 'waiting' | 'proving' | 'done' | 'failed'
  code: string | null
  message: string | null
}

export type ProofProxy = {
  /** Resolves at once for a trace that was proven before. Equal traces share one run, which goes on for a while after the last who waited has gone. Throws PROXY_BUSY, the prover's and the machine's AppErrors, AbortedError. */
  prove(trace: string, signal: AbortSignal): Promise<ProofAnswer>
  /** The prover's `spec`, asked for only while it is not known. */
  spec(signal: AbortSignal): Promise<Record<string, unknown>>
  /** The same when it is known, else null; asks nobody. */
  knownSpec(): Promise<Record<string, unknown> | null>
  /** An answer to `spec` that was had otherwise. */
  learnSpec(spec: unknown): Promise<void>
  generating(): number
  /** Newest last. */
  jobs(): readonly ProofJob[]
  storeProblem(): AppError | null
  /** Takes up again the proofs with these keys, whose traces were kept. */
  resume(keys: readonly string[]): Promise<void>
  /** Ends every run. */
  close(): void
}

type Deps = {
  use: UseProver
  post: PostText
  store: ProofStore
  clock: Clock
  log: Logger
  /** For one proof, the start of the machine included. */
  timeoutMs: number
  limits?: Partial<Limits>
  onChange?: () => void
}

type Limits = {
  keepMs: number
  /** Proofs that the prover is given at once. */
  parallel: number
  waiting: number
  /** How long a run that nobody waits for any more goes on. */
  lingerMs: number
  backoff: Backoff
  attempts: number
}

const day = 24 * 3_600_000
const defaults: Limits = {
  keepMs: 7 * day,
  parallel: 2,
  waiting: 64,
  lingerMs: 600_000,
  backoff: { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 0, jitter: Math.random },
  attempts: 3
}
const jobsKept = 50
const specTimeoutMs = 10_000
const proofName = (key: string): string => `proxy-proof:${key}`
const traceName = (key: string): string => `proxy-trace:${key}`
const specName = 'proxy-spec'

/** The prover proxy below its HTTP face. Protocol: prover proxy. */
export function createProofProxy(deps: Deps): ProofProxy {
  const { use, post, clock, log, timeoutMs, onChange = () => {} } = deps
  const limits = { ...defaults, ...deps.limits }
  const keeper = createProofKeeper({ store: deps.store, log })
  const runs = createSharedRuns<ProofAnswer>()
  const specs = createSharedRuns<Record<string, unknown>>()
  const places = createPlaces(limits)
  const life = new AbortController()
  let jobs: ProofJob[] = []
  let generating = 0

  const change = (job: ProofJob, change: Partial<ProofJob>): void => {
    Object.assign(job, change)
    onChange()
  }

  async function stored(key: string): Promise<ProofAnswer | null> {
    const record = (await keeper.get(proofName(key))) as { keptAtMs?: unknown } | null
    if (typeof record?.keptAtMs !== 'number') return null
    if (clock.now() - record.keptAtMs < limits.keepMs) return readProofAnswer(record)
    await keeper.forget(proofName(key))
    return null
  }

  async function ask(url: string, trace: string, signal: AbortSignal): Promise<ProofAnswer> {
    const rpc = createServiceRpc({ service: 'zkEVM prover', url, post, clock })
    const answer = readProofAnswer(await rpc.ask({ method: 'prove', params: [trace], timeoutMs, signal }))
    if (answer) return answer
    throw proverError({ code: 'PROVER_BAD_ANSWER', service: rpc.service, detail: 'prove: no proof of the right size' })
  }

  /** Only a lost connection is worth the same question again: the prover goes on with a proof that nobody waits for. */
  const askAgain = (key: string, trace: string, signal: AbortSignal): Promise<ProofAnswer> =>
    retry({ clock, signal, attempts: limits.attempts, backoff: limits.backoff }, async () => {
      try {
        return await use({ proof: key, signal }, (url, inner) => ask(url, trace, inner))
      } catch (error) {
        const lost = error instanceof AppError && error.code === 'PROVER_UNREACHABLE'
        throw lost ? error : new Final(error)
      }
    }).catch((error: unknown) => {
      throw error instanceof Final ? error.cause : error
    })

  async function make({ key, trace, job, signal }: { key: string; trace: string; job: ProofJob; signal: AbortSignal }) {
    await keeper.keep(traceName(key), trace)
    change(job, { state: 'proving' })
    const answer = await askAgain(key, trace, signal)
    await keeper.keep(proofName(key), { keptAtMs: clock.now(), ...answer })
    return answer
  }

  async function run(key: string, trace: string, signal: AbortSignal): Promise<ProofAnswer> {
    const known = await stored(key)
    if (known) return known
    const job = begin(key, trace.length)
    generating += 1
    try {
      const answer = await places.take(signal, () => make({ key, trace, job, signal }))
      change(job, { state: 'done', endedAtMs: clock.now() })
      await keeper.forget(traceName(key))
      log.info('proxy.proven', { key: key.slice(0, 12), bytes: job.bytes, tookMs: clock.now() - job.startedAtMs })
      return answer
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'INTERNAL'
      const message = error instanceof AppError ? error.message : 'The proxy failed for a reason of its own.'
      change(job, { state: 'failed', endedAtMs: clock.now(), code, message })
      log.warn('proxy.failed', { key: key.slice(0, 12), code })
      // The trace of a proof that is cut short by the end of the app is what a restart takes it up again with.
      if (!life.signal.aborted && code !== 'SHUTTING_DOWN') await keeper.forget(traceName(key))
      throw error
    } finally {
      generating -= 1
      onChange()
    }
  }

  function begin(key: string, bytes: number): ProofJob {
    const startedAtMs = clock.now()
    const job: ProofJob = { key, bytes, startedAtMs, endedAtMs: null, state: 'waiting', code: null, message: null }
    jobs = [...jobs.slice(1 - jobsKept), job]
    return job
  }

  /** Waits with the caller's signal, and lets the run itself go on for a while after that. */
  async function prove(trace: string, signal: AbortSignal): Promise<ProofAnswer> {
    if (signal.aborted) throw new AbortedError(signal.reason)
    const key = await hashOf(trace)
    const late = new AbortController()
    const endNow = (): void => late.abort(life.signal.reason)
    life.signal.addEventListener('abort', endNow, { once: true })
    if (life.signal.aborted) endNow()
    const { promise: gone, reject } = Promise.withResolvers<never>()
    const onAbort = (): void => {
      reject(new AbortedError(signal.reason))
      clock.sleep(limits.lingerMs, late.signal).then(endNow, () => {})
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const running = runs.join(key, late.signal, (own) => run(key, trace, own))
    running
      .finally(() => {
        life.signal.removeEventListener('abort', endNow)
        late.abort()
      })
      .catch(() => {})
    try {
      return await Promise.race([running, gone])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  async function askSpec(signal: AbortSignal): Promise<Record<string, unknown>> {
    const spec = await use({ proof: null, signal }, (url, inner) => {
      const rpc = createServiceRpc({ service: 'zkEVM prover', url, post, clock })
      return rpc.ask({ method: 'spec', params: [], timeoutMs: specTimeoutMs, signal: inner })
    })
    if (!isRecord(spec))
      throw proverError({ code: 'PROVER_BAD_ANSWER', service: 'zkEVM prover', detail: 'spec: no object' })
    await keeper.keep(specName, spec)
    return spec
  }

  const knownSpec = async (): Promise<Record<string, unknown> | null> => {
    const kept = await keeper.get(specName)
    return isRecord(kept) ? kept : null
  }

  return {
    prove,
    spec: async (signal) => (await knownSpec()) ?? specs.join(specName, signal, askSpec),
    knownSpec,
    async learnSpec(spec) {
      if (isRecord(spec)) await keeper.keep(specName, spec)
    },
    generating: () => generating,
    jobs: () => jobs,
    storeProblem: () => keeper.problem(),
    async resume(keys) {
      for (const key of keys) {
        const trace = await keeper.get(traceName(key))
        if (typeof trace !== 'string' || (await hashOf(trace)) !== key) continue
        log.info('proxy.resumed', { key: key.slice(0, 12) })
        prove(trace, life.signal).catch(() => {})
      }
    },
    close: () => life.abort(new Error('the proxy ends'))
  }
}

/** Ends the retries; what it carries is what is thrown. */
class Final extends Error {
  constructor(cause: unknown) {
    super('final', { cause })
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
