import type { PracticeLedgerAction, PracticeLedgerState } from '../../shared/domain/practice-ledger.ts'

/** A Ledger that waits, in the Ethereum app. */
export const practiceLedgerDouble = (over: Partial<PracticeLedgerState> = {}): PracticeLedgerState => ({
  seq: 1,
  device: 'double',
  plugged: true,
  locked: false,
  appOpen: true,
  blindSigning: true,
  seed: 'own',
  session: 1,
  screen: { kind: 'ready' },
  ...over
})

const handling: Record<PracticeLedgerAction, Partial<PracticeLedgerState>> = {
  approve: {},
  reject: {},
  lock: { locked: true },
  unlock: { locked: false },
  'blind-signing-on': { blindSigning: true },
  'blind-signing-off': { blindSigning: false },
  'open-app': { appOpen: true },
  'close-app': { appOpen: false },
  unplug: { plugged: false },
  'plug-in': { plugged: true },
  'use-other-seed': { seed: 'other' },
  'use-own-seed': { seed: 'own' }
}

/** What a hand makes of it, as far as a picture needs. */
export const handledDouble = (state: PracticeLedgerState, action: PracticeLedgerAction): PracticeLedgerState => {
  const next = { ...state, ...handling[action], seq: state.seq + 1 }
  const kind = !next.plugged ? 'off' : next.locked ? 'locked' : next.appOpen ? 'ready' : 'dashboard'
  return { ...next, screen: { kind } }
}
