import type { LedgerReview, LedgerScreen, PracticeLedgerAction } from '../../shared/domain/practice-ledger.ts'

export const practiceDeviceTexts = {
  label: 'Screen of the practice Ledger',
  approve: 'Approve',
  reject: 'Reject',
  emulator: 'An emulator of the real Ethereum app stands in for the practice Ledger. Use its own screen and buttons.',
  starting: 'The practice Ledger comes with the practice network, which is starting.'
} as const

export const screenTexts: Record<Exclude<LedgerScreen['kind'], 'review'>, { title: string; line: string }> = {
  off: { title: 'Not connected', line: 'The cable is pulled out.' },
  locked: { title: 'Enter the PIN', line: 'The device is locked.' },
  dashboard: { title: 'Dashboard', line: 'The Ethereum app is closed.' },
  ready: { title: 'Ethereum', line: 'Application is ready' }
}

export const reviewTitles: Record<LedgerReview, string> = {
  address: 'Verify address',
  transaction: 'Review transaction',
  message: 'Sign message'
}

/** What each handle on the device is called. */
export const handleTexts: Record<PracticeLedgerAction, string> = {
  approve: 'Approve',
  reject: 'Reject',
  lock: 'Lock',
  unlock: 'Unlock',
  'blind-signing-on': 'Switch blind signing on',
  'blind-signing-off': 'Switch blind signing off',
  'open-app': 'Open the Ethereum app',
  'close-app': 'Close the Ethereum app',
  unplug: 'Unplug',
  'plug-in': 'Plug in',
  'use-other-seed': 'Use another seed',
  'use-own-seed': 'Use its own seed'
}
