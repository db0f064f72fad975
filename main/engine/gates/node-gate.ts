import { AppError } from '../../../shared/errors.ts'
import { type GateContext, learnt } from './gate-context.ts'
import type { GateBlock } from './run-gates.ts'

/** The own node has reached the newest output: everything that is acted on can be compared with it. Waits while it syncs. */
export async function nodeGate(context: GateContext, signal: AbortSignal): Promise<GateBlock | null> {
  const { l2Head } = context.config
  const { latestBlockNumber } = learnt(context, 'reading').output
  try {
    const sync = await context.rollup.syncStatus(signal)
    const head = (l2Head === 'safe' ? sync.safeL2 : sync.finalizedL2).number
    return head >= latestBlockNumber ? null : syncing({ l2Head, head, latestBlockNumber })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'ABORTED') throw error
    const message = `The rollup node does not answer (${error.meta.detail ?? error.message}). Start it, or correct rpc.rollup in the settings.`
    return { code: 'ROLLUP_UNREACHABLE', message, permanent: false }
  }
}

const syncing = (x: { l2Head: string; head: bigint; latestBlockNumber: bigint }): GateBlock => ({
  code: 'NODE_SYNCING',
  message: `The own node's ${x.l2Head} L2 head is ${x.head}, the newest output is at ${x.latestBlockNumber}. Waiting for the node to catch up.`,
  permanent: false,
  waiting: true
})
