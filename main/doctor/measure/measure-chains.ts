import { z } from 'zod'
import type { Address } from '../../../shared/domain/hex.ts'
import type { RpcKind, RpcProbe } from '../../../shared/domain/settings.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { disagreements, type ProtocolConstants, readProtocolConstants } from '../../engine/chain/protocol-constants.ts'
import { createRollupClient } from '../../engine/chain/rollup-client.ts'
import { createRpcPool } from '../../engine/chain/rpc-pool.ts'
import { type EngineState, readEngineState } from '../../engine/chain/state-reader.ts'
import type { MeteredCall, RequestMeter, RollupConfig, RpcPool, SyncStatus } from '../../engine/chain/types.ts'
import type { EngineConfig } from '../../engine/engine-config.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { probeRpcs } from '../../probe-rpcs.ts'
import { NotMeasured } from '../check.ts'

const probeMs = 6_000

type Options = {
  config: EngineConfig
  account: Address | null
  clock: Clock
  log: Logger
  meter?: RequestMeter | undefined
  signal: AbortSignal
}

/** What several checks look at, each asked for once and when it is first wanted. */
export type ChainMeasures = {
  probes(role: RpcKind): Promise<RpcProbe[]>
  /** Seconds that this clock is ahead of the newest L1 block; null when no endpoint answers. */
  headAgeSec(): Promise<number | null>
  codes(): Promise<{ name: string; address: Address; empty: boolean }[]>
  constants(): Promise<ProtocolConstants>
  disagreements(): Promise<ReturnType<typeof disagreements>>
  state(): Promise<EngineState>
  gasPriceWei(): Promise<bigint>
  rollupConfig(): Promise<RollupConfig>
  sync(): Promise<SyncStatus>
  close(): void
}

export function measureChains({ config, account, clock, log, meter, signal }: Options): ChainMeasures {
  const { rpc, network, requestTimeoutMs } = config
  const { addresses } = network
  const common = { clock, log, defaultTimeoutMs: requestTimeoutMs, meter: meter && asDoctor(meter) }
  const l1 = createRpcPool({ ...common, role: 'l1', urls: rpc.l1, expectedChainId: network.l1ChainId })
  const rollupPool = createRpcPool({ ...common, role: 'rollup', urls: rpc.rollup })
  const rollup = createRollupClient({ pool: rollupPool })
  const kept = new Map<string, Promise<unknown>>()
  const once = <T>(name: string, measure: () => Promise<T>): Promise<T> => {
    const known = kept.get(name) as Promise<T> | undefined
    const measured = known ?? measure()
    measured.catch(() => {})
    kept.set(name, measured)
    return measured
  }
  const constants = (): Promise<ProtocolConstants> =>
    once('constants', () => readProtocolConstants({ pool: l1, addresses, reason: 'doctor', signal }))
  const probes = (role: RpcKind): Promise<RpcProbe[]> =>
    once(`probes ${role}`, () =>
      probeRpcs({
        urls: rpc[role],
        kind: role,
        clock,
        timeoutMs: probeMs,
        signal,
        ...(meter && {
          count: (origin: string, method: string) =>
            meter.count({ kind: 'request', role, origin, method, reason: 'doctor' })
        })
      })
    )

  return {
    probes,
    headAgeSec: () => once('head', () => headAge(l1, clock, signal)),
    codes: () =>
      once('codes', () =>
        Promise.all(
          Object.entries(addresses).map(async ([name, address]) => {
            const params = [address, 'latest']
            const code = await l1.request({ method: 'eth_getCode', params, reason: 'doctor', signal })
            return { name, address, empty: code === '0x' || code === null }
          })
        )
      ),
    constants,
    disagreements: async () => disagreements((await after('contracts', constants())).named, addresses),
    state: () =>
      once('state', async () =>
        readEngineState({
          pool: l1,
          addresses,
          constants: await after('contracts', constants()),
          account,
          reason: 'doctor',
          signal
        })
      ),
    gasPriceWei: () => once('gas price', () => gasPrice(l1, signal)),
    rollupConfig: () => once('rollup config', () => rollup.rollupConfig(signal)),
    sync: () => once('sync', () => rollup.syncStatus(signal)),
    close() {
      l1.close()
      rollupPool.close()
    }
  }
}

/** Whatever the clients give as their reason: these requests are the doctor's. */
const asDoctor = (meter: RequestMeter): RequestMeter => ({
  count: (call: MeteredCall) => meter.count({ ...call, reason: 'doctor' })
})

/** A failure of what another check reports: this one could not be made. */
export async function after<T>(check: string, measured: Promise<T>): Promise<T> {
  try {
    return await measured
  } catch (error) {
    if (error instanceof AbortedError || !(error instanceof AppError)) throw error
    throw new NotMeasured(`not known before the check ${check} passes`)
  }
}

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform(BigInt)
const headSchema = z.object({ timestamp: quantity })

async function headAge(l1: RpcPool, clock: Clock, signal: AbortSignal): Promise<number | null> {
  const params = ['latest', false]
  try {
    const head = headSchema.safeParse(
      await l1.request({ method: 'eth_getBlockByNumber', params, reason: 'doctor', signal })
    )
    return head.success ? Math.round(clock.now() / 1000 - Number(head.data.timestamp)) : null
  } catch (error) {
    if (error instanceof AbortedError || !(error instanceof AppError)) throw error
    return null
  }
}

async function gasPrice(l1: RpcPool, signal: AbortSignal): Promise<bigint> {
  const parsed = quantity.safeParse(await l1.request({ method: 'eth_gasPrice', params: [], reason: 'doctor', signal }))
  if (parsed.success) return parsed.data
  throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_gasPrice' }, { retryable: true })
}
