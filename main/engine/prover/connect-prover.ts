import { AbortedError, type AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import type { ProofRequest, Prover } from '../challenge/proof-port.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { Logger } from '../ports.ts'
import type { Backoff } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import { createProver } from './create-prover.ts'
import type { PostText } from './post-text.ts'
import type { ProofBackend } from './proof-backend.ts'
import { createProofKeeper, type ProofKeeper } from './proof-keeper.ts'
import type { ProofStore } from './proof-store.ts'
import { createProofVerifier, type ProofVerifier } from './proof-verifier.ts'
import type { ProverService } from './prover-error.ts'
import { createHealthBook, type ServiceHealth } from './prover-health.ts'
import { createServiceRpc, type ServiceRpc } from './service-rpc.ts'
import { createTraceSource } from './trace-source.ts'
import { createZkEvmClient } from './zkevm-client.ts'
import { createZkEvmInputs } from './zkevm-inputs.ts'
import { createZkVmClient } from './zkvm-client.ts'
import { createZkVmServices } from './zkvm-services.ts'

/** Sizes and pauses that a test or an unusual service may want otherwise. */
export type ProverLimits = {
  /** Largest block trace that is read. */
  traceBytes: number
  /** Largest witness that is read. */
  witnessBytes: number
  /** For each question to a node, and for a block trace. */
  collectTimeoutMs: number
  /** For each question to a zkVM service; a witness is large. */
  serviceTimeoutMs: number
  pollMs: number
}

export type ConnectedProver = Prover & {
  /** Which proofs can be made. */
  kinds: Record<ProofRequest['kind'], boolean>
  /** The services as the last calls found them. */
  health(): ServiceHealth[]
  /** Why proofs cannot be kept on disk; null when they can. */
  storeProblem(): AppError | null
  /** Asks every service for its `spec`; what comes of it stands in `health`. Never throws but AbortedError. */
  probe(signal: AbortSignal): Promise<void>
}

/** A zkEVM prover that is reached without a URL. `label` names it like a host. */
export type LocalProver = { label: string; connect: (onOutcome: (error: AppError | null) => void) => ServiceRpc }

export type ConnectProver = {
  config: Pick<EngineConfig, 'network' | 'rpc' | 'prover'>
  pools: { l1: RpcPool; l2: RpcPool; rollup: RpcPool }
  post: PostText
  store: ProofStore
  clock: Clock
  log: Logger
  /** Stands in place of `zkEvmUrl`: the proxy in this process, whose prover runs on a machine of its own. */
  zkEvm?: LocalProver
  limits?: Partial<ProverLimits>
  /** 0..1, spreads the pauses after failures. */
  jitter?: () => number
  onProgress?: (key: string) => void
}

const megabyte = 1024 * 1024
const defaultLimits: ProverLimits = {
  traceBytes: 256 * megabyte,
  witnessBytes: 256 * megabyte,
  collectTimeoutMs: 120_000,
  serviceTimeoutMs: 120_000,
  pollMs: 5_000
}

type Parts = ConnectProver & {
  limits: ProverLimits
  prover: NonNullable<EngineConfig['prover']>
  keeper: ProofKeeper
  verifier: ProofVerifier
  backoff: Backoff
  rpc: (service: ProverService, url: string) => ServiceRpc
  local: (prover: LocalProver) => ServiceRpc
}

/** The prover port over the services that the configuration names. Needs no stop: a run ends with its callers' signals. */
export function connectProver(input: ConnectProver): ConnectedProver {
  const { config, pools, post, store, clock, log } = input
  const prover = config.prover ?? { zkEvmUrl: null, zkVm: null, timeoutMs: 0 }
  const health = createHealthBook(clock)
  const services: ServiceRpc[] = []
  const rpc = (service: ProverService, url: string): ServiceRpc => {
    const made = createServiceRpc({ service, url, post, clock, onOutcome: health.recorder(service, url) })
    services.push(made)
    return made
  }
  const local = ({ label, connect }: LocalProver): ServiceRpc => {
    const made = connect(health.recorder('zkEVM prover', `http://${label}`))
    services.push(made)
    return made
  }
  const keeper = createProofKeeper({ store, log })
  const { l1ChainId, addresses } = config.network
  const verifier = createProofVerifier({ pool: pools.l1, chainId: l1ChainId, address: addresses.ZKProofVerifier })
  const limits = { ...defaultLimits, ...input.limits }
  const backoff = { baseMs: 2_000, maxMs: 60_000, resetAfterMs: 0, jitter: input.jitter ?? Math.random }
  const parts = { ...input, limits, prover, keeper, verifier, backoff, rpc, local }
  const backends = { zkevm: zkEvmOf(parts), zkvm: zkVmOf(parts) }
  return {
    ...createProver({ ...input, backends, verifier, keeper }),
    kinds: { zkevm: backends.zkevm !== null, zkvm: backends.zkvm !== null },
    health: () => health.all(),
    storeProblem: () => keeper.problem(),
    probe: (signal) => probe(services, signal)
  }
}

function zkEvmOf(parts: Parts): ProofBackend | null {
  const { config, pools, post, clock, limits, prover, keeper, backoff, rpc, local, zkEvm } = parts
  const { collectTimeoutMs: timeoutMs, traceBytes: maxBytes } = limits
  if (prover.zkEvmUrl === null && !zkEvm) return null
  const nodes = config.rpc.l2.map((url) => createServiceRpc({ service: 'L2 execution node', url, post, clock }))
  const trace = createTraceSource({ nodes, timeoutMs, maxBytes })
  const inputs = createZkEvmInputs({ rollup: pools.rollup, l2: pools.l2, trace, keeper, timeoutMs })
  const service = zkEvm ? local(zkEvm) : rpc('zkEVM prover', prover.zkEvmUrl ?? '')
  return createZkEvmClient({ rpc: service, inputs, keeper, clock, timeoutMs: prover.timeoutMs, backoff })
}

function zkVmOf({ limits, prover, keeper, verifier, clock, backoff, rpc }: Parts): ProofBackend | null {
  if (prover.zkVm === null) return null
  const { witnessUrl, proverUrl } = prover.zkVm
  const services = createZkVmServices({
    witness: rpc('witness generator', witnessUrl),
    prover: rpc('zkVM prover', proverUrl),
    timeoutMs: limits.serviceTimeoutMs,
    maxWitnessBytes: limits.witnessBytes
  })
  const { pollMs } = limits
  return createZkVmClient({ ...verifier, services, keeper, clock, timeoutMs: prover.timeoutMs, pollMs, backoff })
}

const probeTimeoutMs = 10_000

async function probe(services: readonly ServiceRpc[], signal: AbortSignal): Promise<void> {
  const call = { method: 'spec', params: [], timeoutMs: probeTimeoutMs, signal }
  await Promise.allSettled(services.map((service) => service.ask(call)))
  if (signal.aborted) throw new AbortedError(signal.reason)
}
