/** What can be done to the practice network's Ledger: its two buttons, its settings, its cable, and which seed is on it. */
export const practiceLedgerActions = [
  'approve',
  'reject',
  'lock',
  'unlock',
  'blind-signing-on',
  'blind-signing-off',
  'open-app',
  'close-app',
  'unplug',
  'plug-in',
  'use-other-seed',
  'use-own-seed'
] as const
export type PracticeLedgerAction = (typeof practiceLedgerActions)[number]

/** One line of a review, as the Ethereum app words it. */
export type LedgerField = { label: string; value: string }

export const ledgerReviews = ['address', 'transaction', 'message'] as const
export type LedgerReview = (typeof ledgerReviews)[number]

/** What the device shows. `off`: unplugged. `ready`: the Ethereum app waits for a request. */
export type LedgerScreen =
  | { kind: 'off' | 'locked' | 'dashboard' | 'ready' }
  | { kind: 'review'; what: LedgerReview; fields: LedgerField[] }

/** The practice Ledger at one moment. */
export type PracticeLedgerState = {
  seq: number
  /** `emulator`: the real Ethereum app in an emulator stands in the double's place; it has buttons of its own. */
  device: 'double' | 'emulator'
  plugged: boolean
  locked: boolean
  appOpen: boolean
  blindSigning: boolean
  seed: 'own' | 'other'
  /** Rises whenever the host has to connect anew: another cable, another seed, another app. */
  session: number
  /** Null for an emulator: it does not tell. */
  screen: LedgerScreen | null
}

/** What the device answered, as hex without 0x with the status word at the end; null while the user has not decided. */
export type PracticeLedgerAnswer = { answerHex: string | null }
