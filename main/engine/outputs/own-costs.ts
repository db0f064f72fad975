import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { HistoryPort } from '../ports.ts'
import type { Cost } from './output-book.ts'

/** How many of the newest own submissions are asked about after a start. */
const asked = 50

type Deps = {
  history: HistoryPort
  /** From the receipt; null when there is none. */
  costOf: (txHash: Hash, signal: AbortSignal) => Promise<Cost | null>
}

/** Fills in what own submissions cost that were mined while this app did not watch. A receipt that cannot be had is asked for at the next start. */
export async function fillOwnCosts({ history, costOf }: Deps, signal: AbortSignal): Promise<number> {
  const rows = history.page({ before: null, limit: asked, mine: true }).rows.filter((row) => row.feeWei === null)
  let filled = 0
  for (const row of rows) {
    const cost = await costOf(row.txHash, signal).catch((error: unknown) => {
      if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
      return null
    })
    const now = history.output(row.index)
    if (!cost || now?.txHash !== row.txHash) continue
    history.upsertOutputs([{ ...now, ...cost }])
    filled += 1
  }
  return filled
}
