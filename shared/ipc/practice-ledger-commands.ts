import { z } from 'zod'
import {
  type PracticeLedgerAnswer,
  type PracticeLedgerState,
  practiceLedgerActions
} from '../domain/practice-ledger.ts'

const of = <T>() => z.custom<T>()
const id = z.string().regex(/^[0-9a-f-]{36}$/)
/** CLA INS P1 P2 Lc and at most 255 bytes. */
const apduHex = z.string().regex(/^([0-9a-f]{2}){5,260}$/)

/** The practice network's Ledger. Refused with PRACTICE_LEDGER_ABSENT on every other network, and with PRACTICE_LEDGER_STARTING while there is none yet. */
export const practiceLedgerCommands = {
  'practiceLedger.state': { input: z.undefined(), output: of<PracticeLedgerState>() },
  /** A hand on the device: buttons, settings, cable. */
  'practiceLedger.control': {
    input: z.strictObject({ action: z.enum(practiceLedgerActions) }),
    output: of<PracticeLedgerState>()
  },
  /** One command of the Ethereum app. While the user has not decided, the answer is null after a while: ask again with the same `id`, and nothing is sent twice. */
  'practiceLedger.exchange': { input: z.strictObject({ id, apduHex }), output: of<PracticeLedgerAnswer>() }
} as const
