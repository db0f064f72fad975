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

/** Answers of the Ethereum app as bytes: its settings, one account, and `verdict` instead of a signature; null while nobody decides. */
export function answerDouble(apduHex: string, { address, verdict }: { address: string; verdict: string | null }) {
  const command = apduHex.slice(0, 4)
  if (verdict !== null && verdict !== '6985' && verdict !== '6a80') return { answerHex: verdict }
  if (command === 'e006') return { answerHex: `${verdict === '6a80' ? '00' : '01'}0116009000` }
  if (command !== 'e002') return { answerHex: command === 'e004' ? verdict : '6d00' }
  const digits = [...address.slice(2)].map((digit) => digit.charCodeAt(0).toString(16)).join('')
  return { answerHex: `41${'04'.repeat(65)}28${digits}9000` }
}
