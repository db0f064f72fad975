import { AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { GateContext } from './gate-context.ts'
import type { GateBlock } from './run-gates.ts'

type Side = { name: 'L1' | 'L2'; pool: RpcPool; expected: number; network: string }

/** Both chains and the rollup node are the ones that the settings name. */
export async function chainsGate(context: GateContext, signal: AbortSignal): Promise<GateBlock | null> {
  const { l1ChainId, l2ChainId, label } = context.config.network
  const sides: Side[] = [
    { name: 'L1', pool: context.l1, expected: l1ChainId, network: label },
    { name: 'L2', pool: context.l2, expected: l2ChainId, network: label }
  ]
  for (const side of sides) {
    const block = await chainOf(side, signal)
    if (block) return block
  }
  return rollupGate(context, signal)
}

async function chainOf(side: Side, signal: AbortSignal): Promise<GateBlock | null> {
  const key = side.name.toLowerCase()
  try {
    const answer = await side.pool.request({ method: 'eth_chainId', params: [], reason: 'gate', signal })
    return Number(answer) === side.expected ? null : wrongChain(side, `chain id ${Number(answer)}`)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'ABORTED') throw error
    if (error.code === 'RPC_WRONG_CHAIN') return wrongChain(side, String(error.meta.detail ?? 'another chain'))
    const detail = error.meta.detail ?? error.message
    const message = `No ${side.name} endpoint answers (${detail}). Start it, or correct rpc.${key} in the settings.`
    return { code: `${side.name}_UNREACHABLE`, message, permanent: false }
  }
}

const wrongChain = ({ name, expected, network }: Side, found: string): GateBlock => ({
  code: `${name}_WRONG_CHAIN`,
  message: `The ${name} endpoint is on ${found}; ${network} has ${name} chain id ${expected}. Correct rpc.${name.toLowerCase()} or the network in the settings.`,
  permanent: true
})

async function rollupGate(context: GateContext, signal: AbortSignal): Promise<GateBlock | null> {
  try {
    const config = await context.rollup.rollupConfig(signal)
    context.learnt.rollupConfig = config
    return rollupAgrees(context.config.network, config)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'ABORTED') throw error
    const message = `The rollup node does not answer (${error.meta.detail ?? error.message}). Start it, or correct rpc.rollup in the settings.`
    return { code: 'ROLLUP_UNREACHABLE', message, permanent: false }
  }
}

function rollupAgrees(
  network: EngineConfig['network'],
  found: { l1ChainId: number; l2ChainId: number }
): GateBlock | null {
  const { l1ChainId, l2ChainId, label } = network
  if (found.l1ChainId === l1ChainId && found.l2ChainId === l2ChainId) return null
  return {
    code: 'ROLLUP_WRONG_CHAIN',
    message: `The rollup node serves L1 ${found.l1ChainId} and L2 ${found.l2ChainId}; ${label} has L1 ${l1ChainId} and L2 ${l2ChainId}. Correct rpc.rollup or the network in the settings.`,
    permanent: true
  }
}
