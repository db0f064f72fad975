import { networkPresets } from '../../../shared/contracts/networks.ts'
import type { RpcKind, RpcProbe } from '../../../shared/domain/settings.ts'
import { type Draft, valueAt } from './draft.ts'

/** Which chain a node of this kind should be on, as far as the draft says. */
export function expectedChain(draft: Draft, kind: RpcKind): number | null {
  const { network } = draft
  if (network === 'sepolia' || network === 'mainnet') {
    const { l1ChainId, l2ChainId } = networkPresets[network]
    return kind === 'l1' ? l1ChainId : l2ChainId
  }
  const typed = valueAt(draft, kind === 'l1' ? 'l1ChainId' : 'l2ChainId')
  return typeof typed === 'number' ? typed : null
}

const lateSec: Record<RpcKind, number> = { l1: 90, l2: 60, rollup: 60 }
const slowMs = 1_500

/** Whether a node will do, and why not. */
export function probeVerdict(
  probe: RpcProbe,
  chain: number | null,
  kind: RpcKind = 'l1'
): { tone: 'ok' | 'warning' | 'critical'; text: string } {
  if (!probe.reachable || probe.problem !== null) return { tone: 'critical', text: probe.problem ?? '' }
  if (chain !== null && probe.chainId !== chain)
    return { tone: 'critical', text: `It is on chain ${probe.chainId}; this network wants ${chain}.` }
  if (probe.syncing) return { tone: 'warning', text: 'It is still catching up: the validator waits until it has.' }
  if (probe.behindSec !== null && probe.behindSec > lateSec[kind])
    return { tone: 'warning', text: 'Its newest block is old: it is behind, or this machine’s clock is ahead.' }
  if (probe.latencyMs !== null && probe.latencyMs > slowMs)
    return { tone: 'warning', text: 'It is slow: moves in a dispute may come late.' }
  if (kind === 'l1' && probe.logRangeBlocks === null)
    return { tone: 'warning', text: 'It gives no logs: starting and disputes need them.' }
  return { tone: 'ok', text: '' }
}

export const syncText = ({ behindSec, syncing }: RpcProbe): string => {
  if (behindSec === null) return '–'
  const age = behindSec < 120 ? `${behindSec} s ago` : `${Math.round(behindSec / 60)} min ago`
  return syncing ? `${age}, syncing` : age
}

/** What else is good to know, in few words. */
export function speedText(kind: RpcKind, { reachable, websocket, archive, logRangeBlocks, version }: RpcProbe): string {
  if (!reachable) return '–'
  const said = [
    kind === 'l1' ? (websocket ? 'websocket' : 'no websocket') : null,
    archive === null ? null : archive ? 'archive' : 'no archive',
    logRangeBlocks === null ? null : `logs of ${logRangeBlocks.toLocaleString('en-GB')} blocks`,
    version
  ]
  return said.filter((part) => part !== null).join(', ')
}
