import type { PracticeLedgerAction, PracticeLedgerState } from '../../../shared/domain/practice-ledger.ts'
import type { Handlers } from '../serve.ts'
import type { ExchangeDesk } from './exchange-desk.ts'

/** The practice network's Ledger, as the screens reach it. */
export type PracticeLedgerPort = {
  state(): PracticeLedgerState
  /** Throws PRACTICE_LEDGER_NO_CONTROL where an emulator stands in. */
  control(action: PracticeLedgerAction): void
  /** Throws PRACTICE_LEDGER_UNPLUGGED, PRACTICE_LEDGER_UNREACHABLE. */
  exchange(apdu: Uint8Array): Promise<Uint8Array>
}

/** Throws PRACTICE_LEDGER_ABSENT on a network without one, PRACTICE_LEDGER_STARTING (retryable) while it is being made. */
export type PracticeLedgerControl = () => PracticeLedgerPort

type LedgerCommands = Extract<keyof Handlers, `practiceLedger.${string}`>

export const practiceLedgerHandlers = (
  ledger: PracticeLedgerControl,
  desk: ExchangeDesk
): Pick<Handlers, LedgerCommands> => ({
  'practiceLedger.state': () => ledger().state(),
  'practiceLedger.control': ({ action }) => {
    ledger().control(action)
    return ledger().state()
  },
  'practiceLedger.exchange': ({ id, apduHex }, { signal }) => {
    const { exchange } = ledger()
    return desk({ id, apduHex, exchange }, signal)
  }
})
