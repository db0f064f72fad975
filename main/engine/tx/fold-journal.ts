import { parseRecords } from './journal-records.ts'
import { TxState } from './tx-state.ts'

/** The state that a journal's records add up to. Throws AppError JOURNAL_DAMAGED. */
export function foldJournal(records: readonly unknown[]): TxState {
  const state = new TxState()
  for (const record of parseRecords(records)) state.apply(record)
  return state
}
