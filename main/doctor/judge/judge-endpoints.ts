import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { RpcProbe } from '../../../shared/domain/settings.ts'
import { failed, ok, unknown, warning } from '../check.ts'

type Role = 'l1' | 'l2' | 'rollup'

const names: Record<Role, string> = { l1: 'L1', l2: 'L2', rollup: 'rollup' }
const slowMs = 1_500
/** L1 makes a block each 12 s, L2 each 2 s. */
const late = { warnSec: 90, failSec: 600, apartSec: 60 }
/** One request for each of these many blocks at the start: less costs many requests. */
const fewBlocks = 500

const reached = (probes: readonly RpcProbe[]): RpcProbe[] => probes.filter(({ reachable }) => reachable)
const list = (probes: readonly RpcProbe[], say: (probe: RpcProbe) => string): string =>
  probes.map((probe) => `${originOf(probe.url)} ${say(probe)}`).join('; ')
const originOf = (url: string): string => (URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : url)

/** Whether they answer, and how fast. */
export function judgeReach(role: Role, probes: readonly RpcProbe[]): DoctorFinding {
  const place = `rpc.${role}`
  const value = list(probes, ({ reachable, latencyMs, problem, version }) =>
    reachable && latencyMs !== null
      ? `answers in ${latencyMs} ms${version ? ` (${version})` : ''}`
      : (problem ?? 'does not answer')
  )
  const good = probes.filter(({ reachable, latencyMs }) => reachable && latencyMs !== null)
  if (good.length === 0)
    return failed(
      value || 'none is named',
      `No ${names[role]} endpoint can be used: start it, or correct ${place} in the settings.`
    )
  if (good.length < probes.length)
    return warning(value, `Start what does not answer, or take it out of ${place}: the others carry its load.`)
  if (good.every(({ latencyMs }) => (latencyMs ?? 0) > slowMs))
    return warning(value, `All are slow: moves in a dispute come late. Put a faster endpoint first in ${place}.`)
  return ok(value)
}

export function judgeChain(role: 'l1' | 'l2', probes: readonly RpcProbe[], expected: number): DoctorFinding {
  const known = probes.filter(({ chainId }) => chainId !== null)
  if (known.length === 0) return unknown(`no ${names[role]} endpoint says its chain`)
  const value = list(known, ({ chainId }) => `is on chain ${chainId}`)
  if (known.every(({ chainId }) => chainId === expected)) return ok(`chain ${expected}`)
  return failed(value, `The chain must be ${expected}: correct rpc.${role} or the network in the settings.`)
}

/** How old the newest block is, and whether one endpoint lags behind another. */
export function judgeHead(probes: readonly RpcProbe[], { practice }: { practice: boolean }): DoctorFinding {
  const known = probes.filter((probe): probe is RpcProbe & { behindSec: number } => probe.behindSec !== null)
  const best = known.toSorted((a, b) => a.behindSec - b.behindSec)[0]
  if (!best) return unknown('no L1 endpoint says its newest block')
  const value = list(known, ({ behindSec, syncing }) => `newest block ${behindSec} s old${syncing ? ', syncing' : ''}`)
  if (!practice && best.behindSec >= late.failSec)
    return failed(value, 'L1 stands still, the endpoints hang, or this clock is ahead. Compare with a block explorer.')
  const behind = known.filter(({ behindSec, syncing }) => syncing || behindSec - best.behindSec >= late.apartSec)
  if (behind.length > 0)
    return warning(value, `Wait for ${list(behind, () => '').trim()} to catch up, or take it out of rpc.l1.`)
  if (!practice && best.behindSec >= late.warnSec)
    return warning(value, 'The newest block is late. Compare with a block explorer, and check this machine’s clock.')
  return ok(value)
}

export function judgeWebsocket(probes: readonly RpcProbe[]): DoctorFinding {
  const sockets = probes.filter(({ websocket }) => websocket)
  if (sockets.length === 0)
    return warning(
      'none',
      'Events are found by asking: minutes later, and with more requests. Put a wss:// URL into rpc.l1.'
    )
  const value = list(sockets, ({ reachable }) => (reachable ? 'answers' : 'does not answer'))
  return reached(sockets).length > 0
    ? ok(value)
    : warning(value, 'Events are found by asking until it answers: start it, or correct its URL in rpc.l1.')
}

export function judgeLogRange(probes: readonly RpcProbe[]): DoctorFinding {
  const usable = reached(probes)
  if (usable.length === 0) return unknown('no L1 endpoint answers')
  const value = list(usable, ({ logRangeBlocks }) =>
    logRangeBlocks === null ? 'gives no logs' : `gives logs of ${logRangeBlocks} blocks at a time`
  )
  const best = Math.max(...usable.map(({ logRangeBlocks }) => logRangeBlocks ?? 0))
  if (best === 0)
    return failed(value, 'Without eth_getLogs no challenge can be found. Name another endpoint in rpc.l1.')
  if (best < fewBlocks)
    return warning(value, 'A start takes many requests. Name an endpoint with a wider range in rpc.l1.')
  return ok(value)
}

/** Old L2 state: for comparing output roots with a second source, and for disputes about blocks of an hour ago. */
export function judgeArchive(probes: readonly RpcProbe[]): DoctorFinding {
  const known = probes.filter(({ archive }) => archive !== null)
  if (known.length === 0) return unknown('no L2 endpoint says whether it keeps old state')
  const value = list(known, ({ archive }) => (archive ? 'keeps old state' : 'keeps recent state only'))
  return known.some(({ archive }) => archive)
    ? ok(value)
    : warning(
        value,
        'Output roots of older blocks cannot be recomputed, and a dispute rests on the rollup node alone. Name an archive node in rpc.l2.'
      )
}

const skew = { warnSec: 30, failSec: 300 }

/** This machine's clock against the newest L1 block; `headAgeSec` is below zero when the block is from the future. */
export function judgeClock(headAgeSec: number | null, { practice }: { practice: boolean }): DoctorFinding {
  if (headAgeSec === null) return unknown('no L1 block to compare with')
  const way = headAgeSec < 0 ? `${-headAgeSec} s behind` : `${headAgeSec} s ahead of`
  const value = `${way} the newest L1 block`
  if (practice) return ok(`${value}; the practice chain’s time may be moved`)
  const ahead = headAgeSec >= skew.failSec
  const behind = headAgeSec <= -skew.failSec
  if (ahead || behind)
    return failed(value, 'Set the clock and let the system keep it (NTP); if it is right, the L1 endpoints lag.')
  // A block may be 12 s old, and one or two slots may be missed.
  if (headAgeSec >= skew.warnSec + 24 || headAgeSec <= -skew.warnSec / 2)
    return warning(value, 'Let the system keep the clock (NTP); if it is right, the L1 endpoints lag.')
  return ok(value)
}
