import type { RpcKind, RpcProbe } from '../../../shared/domain/settings.ts'
import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { withTimeout } from '../runtime/with-timeout.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import type { RpcTransport } from './rpc-transport.ts'
import { sanitiseText } from './sanitise-text.ts'

/** From the widest to the narrowest that is of use. */
const logRanges = [10_000, 2_000, 500, 100] as const
const nobody = `0x${'0'.repeat(39)}1`

type Options = {
  transport: RpcTransport
  kind: RpcKind
  clock: Clock
  /** Of each request. */
  timeoutMs: number
  signal: AbortSignal
}

export type ProbeResult = Omit<RpcProbe, 'url'>
type Ask = (method: string, params?: readonly unknown[]) => Promise<unknown>

/** Measures what one endpoint is worth. A node that does not answer is a result and no error; throws AbortedError only. */
export async function probeEndpoint(options: Options): Promise<ProbeResult> {
  const { transport, kind, clock, timeoutMs: ms, signal } = options
  const onTimeout = (): Error => new EndpointError('timeout', `no answer within ${ms / 1000} s`)
  const ask: Ask = (method, params = []) =>
    withTimeout({ clock, ms, signal, onTimeout }, (inner) => transport.request({ method, params }, inner))
  const found: ProbeResult = { ...unknown, websocket: transport.kind === 'websocket' }
  try {
    Object.assign(found, await (kind === 'rollup' ? probeRollup(ask, clock) : probeNode(ask, kind, clock)))
  } catch (error) {
    if (error instanceof AbortedError) throw error
    Object.assign(found, {
      reachable: error instanceof RpcRejectedError || error instanceof BadAnswer,
      problem: problemOf(error)
    })
  }
  return found
}

const unknown: Omit<ProbeResult, 'websocket'> = {
  reachable: false,
  problem: null,
  chainId: null,
  latencyMs: null,
  syncing: null,
  behindSec: null,
  archive: null,
  logRangeBlocks: null,
  version: null
}

async function probeNode(ask: Ask, kind: 'l1' | 'l2', clock: Clock): Promise<Partial<ProbeResult>> {
  // The first request opens the connection; the second one measures.
  const chainId = quantity(await ask('eth_chainId'), 'eth_chainId')
  const startedMs = clock.now()
  const block = await ask('eth_getBlockByNumber', ['latest', false])
  const latencyMs = clock.now() - startedMs
  const head = Number(quantity(field(block, 'number'), 'the head’s number'))
  const headSec = Number(quantity(field(block, 'timestamp'), 'the head’s time'))
  return {
    reachable: true,
    chainId: Number(chainId),
    latencyMs,
    behindSec: Math.max(0, Math.round(clock.now() / 1000 - headSec)),
    syncing: await orNull(ask('eth_syncing').then((answer) => answer !== false)),
    archive: await archiveOf(ask, head),
    logRangeBlocks: kind === 'l1' ? await logRangeOf(ask, head) : null,
    version: await orNull(ask('web3_clientVersion').then(textOf))
  }
}

async function probeRollup(ask: Ask, clock: Clock): Promise<Partial<ProbeResult>> {
  const config = await ask('optimism_rollupConfig')
  const chainId = field(config, 'l2_chain_id')
  if (!Number.isSafeInteger(chainId)) throw new BadAnswer('its configuration names no chain')
  const startedMs = clock.now()
  const status = await ask('optimism_syncStatus')
  const latencyMs = clock.now() - startedMs
  const headSec = field(field(status, 'unsafe_l2'), 'timestamp')
  if (!Number.isSafeInteger(headSec)) throw new BadAnswer('its sync status names no head')
  const behindSec = Math.max(0, Math.round(clock.now() / 1000 - (headSec as number)))
  const version = await orNull(ask('optimism_version').then(textOf))
  return { reachable: true, chainId: chainId as number, latencyMs, behindSec, syncing: behindSec > 120, version }
}

/** State of the first blocks is what a node with pruned state does not have. */
const archiveOf = async (ask: Ask, head: number): Promise<boolean | null> => {
  if (head < 1) return null
  try {
    await ask('eth_getBalance', [nobody, '0x1'])
    return true
  } catch (error) {
    if (error instanceof RpcRejectedError) return false
    if (error instanceof AbortedError) throw error
    return null
  }
}

/** Logs of an address that has none: what is measured is the range alone. */
async function logRangeOf(ask: Ask, head: number): Promise<number | null> {
  for (const blocks of logRanges) {
    const fromBlock = `0x${Math.max(0, head - blocks + 1).toString(16)}`
    try {
      await ask('eth_getLogs', [{ address: nobody, fromBlock, toBlock: `0x${head.toString(16)}` }])
      return blocks
    } catch (error) {
      if (error instanceof AbortedError) throw error
    }
  }
  return null
}

class BadAnswer extends Error {}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AbortedError) throw error
    return null
  }
}

function quantity(value: unknown, what: string): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw new BadAnswer(`${what} is no number`)
  return BigInt(value)
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

const textOf = (value: unknown): string | null => (typeof value === 'string' ? sanitiseText(value).slice(0, 80) : null)

function problemOf(error: unknown): string {
  if (error instanceof BadAnswer) return `It answers, but not as a node of this kind does: ${error.message}.`
  if (error instanceof RpcRejectedError) return `It answers, but not as a node of this kind does: ${error.message}`
  if (error instanceof EndpointError) return `It does not answer: ${error.detail}.`
  return 'It does not answer.'
}
