import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RollupClient } from '../chain/types.ts'
import type { HistoryPort } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { createWaker } from '../runtime/waker.ts'

/** How many of the newest outputs are compared; more than a finalization window holds. */
const windowRows = 400
const idleMs = 300_000
const retryMs = { first: 15_000, longest: 3_600_000 }

type Deps = {
  history: HistoryPort
  rollup: Pick<RollupClient, 'outputAtBlock'>
  clock: Clock
  /** The own node's head that is trusted, null while unknown. */
  nodeHead: () => bigint | null
  emit: (event: Extract<EngineEvent, { type: 'output.verdict' }>) => void
  onChange: () => void
}

export type Verdicts = Service & { wake(): void }

/** Compares every submitted root with the own node's, the newest first, each once. A block that the node cannot answer about is asked for again ever more rarely. */
export function createVerdicts(deps: Deps): Verdicts {
  const { history, clock } = deps
  const waker = createWaker(clock)
  const later = new Map<bigint, { atMs: number; pauseMs: number }>()

  const due = (): OutputRow[] => {
    const head = deps.nodeHead()
    if (head === null) return []
    return history
      .page({ before: null, limit: windowRows, mine: false })
      .rows.filter((r) => r.verdict === 'pending' && !r.deleted && r.l2BlockNumber < head)
      .filter((r) => (later.get(r.index)?.atMs ?? 0) <= clock.now())
  }

  const postpone = (index: bigint): void => {
    const pauseMs = Math.min((later.get(index)?.pauseMs ?? retryMs.first / 2) * 2, retryMs.longest)
    later.set(index, { atMs: clock.now() + pauseMs, pauseMs })
  }

  async function judge(row: OutputRow, signal: AbortSignal): Promise<void> {
    const own = await deps.rollup.outputAtBlock(row.l2BlockNumber, signal).catch((error: unknown) => {
      if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
      return null
    })
    const now = history.output(row.index)
    if (!own) return postpone(row.index)
    if (!now || now.root !== row.root) return
    const verdict = own.outputRoot.toLowerCase() === row.root.toLowerCase() ? 'valid' : 'invalid'
    later.delete(row.index)
    history.upsertOutputs([{ ...now, verdict }])
    deps.emit({
      type: 'output.verdict',
      outputIndex: row.index,
      verdict,
      expectedRoot: own.outputRoot,
      actualRoot: row.root
    })
    deps.onChange()
  }

  const untilRetryMs = (): number =>
    [...later.values()].reduce((ms, { atMs }) => Math.min(ms, Math.max(1_000, atMs - clock.now())), idleMs)

  return {
    name: 'verdicts',
    wake: () => waker.wake(),
    async run({ signal, ready }) {
      ready()
      for (;;) {
        for (const row of due()) await judge(row, signal)
        await waker.wait(untilRetryMs(), signal)
      }
    }
  }
}
