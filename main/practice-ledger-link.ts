import type { PracticeLedgerState } from '../shared/domain/practice-ledger.ts'
import { AppError } from '../shared/errors.ts'
import type { PracticeLedgerControl, PracticeLedgerPort } from './ipc/handlers/practice-ledger-handlers.ts'

type Attached = PracticeLedgerPort & { onState(listener: (state: PracticeLedgerState) => void): () => void }

/** From the screens to the Ledger of whichever practice network runs right now. */
export type PracticeLedgerLink = {
  current: PracticeLedgerControl
  /** Until the returned function is called. */
  attach(ledger: Attached): () => void
  onState(listener: (state: PracticeLedgerState) => void): () => void
}

/** `practice`: whether there is one on the present network. States are counted here, so that `seq` and `session` go on over networks. */
export function createPracticeLedgerLink({ practice }: { practice: () => boolean }): PracticeLedgerLink {
  const listeners = new Set<(state: PracticeLedgerState) => void>()
  let attached: Attached | null = null
  let seq = 0
  let sessionsBefore = 0
  const numbered = (state: PracticeLedgerState): PracticeLedgerState => ({
    ...state,
    seq,
    session: sessionsBefore + state.session
  })
  const tell = (state: PracticeLedgerState): void => {
    seq += 1
    for (const listener of listeners) listener(numbered(state))
  }
  return {
    current() {
      if (!practice()) throw absent()
      if (!attached) throw starting()
      const { state, control, exchange } = attached
      return { state: () => numbered(state()), control, exchange }
    },
    attach(ledger) {
      attached = ledger
      const off = ledger.onState(tell)
      tell(ledger.state())
      return () => {
        off()
        if (attached !== ledger) return
        sessionsBefore += ledger.state().session
        attached = null
      }
    },
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

const absent = (): AppError =>
  new AppError(
    { code: 'PRACTICE_LEDGER_ABSENT' },
    { message: 'There is a practice Ledger on a practice network only.' }
  )
const starting = (): AppError =>
  new AppError(
    { code: 'PRACTICE_LEDGER_STARTING' },
    { message: 'The practice network is still starting.', retryable: true }
  )
