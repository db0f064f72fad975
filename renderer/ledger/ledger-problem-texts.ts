import type { LedgerProblem } from './ledger-problem.ts'

export type ProblemText = {
  title: string
  /** The way forward. */
  todo: string
  /** How it is shown: `calm` for what the user did on purpose. */
  mood: 'calm' | 'bad'
}

/** The rule that lets this user open a Ledger on Linux; to be shown and copied. */
export const udevRule = 'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"'

const bad = (title: string, todo: string): ProblemText => ({ title, todo, mood: 'bad' })

/** Every problem in its own words, with a way forward. */
export const ledgerProblemTexts: Record<LedgerProblem, ProblemText> = {
  LOCKED: bad('The Ledger is locked', 'Enter the PIN on it, then try again.'),
  REJECTED: {
    title: 'You rejected it on the Ledger',
    todo: 'Nothing was sent. Sign again, or leave it.',
    mood: 'calm'
  },
  APP_CLOSED: bad('The Ethereum app is not open', 'Open the Ethereum app on the Ledger, then try again.'),
  BLIND_SIGNING_OFF: bad(
    'Blind signing is switched off',
    'On the Ledger, in the Ethereum app: Settings, Blind signing, enable. Then try again. You can switch it off again afterwards.'
  ),
  DATA_REFUSED: bad(
    'The Ledger refused the transaction',
    'Blind signing is on, so something else is wrong with it. Prepare it again; if it is refused once more, update the Ethereum app.'
  ),
  PATH_REFUSED: bad(
    'The Ledger does not allow this account',
    'The Ethereum app only signs for Ethereum accounts. Check that it is the Ethereum app that is open, then try again.'
  ),
  TX_TYPE_UNKNOWN: bad('The Ethereum app is too old', 'Update it in the software of the Ledger, then try again.'),
  APP_MISSING: bad(
    'The Ethereum app is not installed',
    'Install it on the Ledger with the software of the Ledger, then try again.'
  ),
  DEVICE_ERROR: bad('The Ledger has a problem of its own', 'Unplug it, plug it in again, unlock it, and try again.'),
  UNPLUGGED: bad(
    'The Ledger was unplugged',
    'Nothing was sent. Plug it in, unlock it, open the Ethereum app and sign again.'
  ),
  NO_ACCESS: bad(
    'No access to the Ledger',
    'Plug it in and choose it when asked. Close other software that uses it. On Linux, the rule below lets you use it.'
  ),
  BUSY: bad(
    'Another request waits on the Ledger',
    'Approve or reject on the device what it shows, or unplug it. Then try again.'
  ),
  OTHER_DEVICE: bad(
    'This is another Ledger, or another seed',
    'It has another account where the wanted one should be. Connect the Ledger that holds the account shown above.'
  ),
  ACCOUNT_NOT_FOUND: bad(
    'This Ledger does not hold the account',
    'The first ten accounts of every usual path were looked at. Connect the Ledger that holds the account shown above.'
  ),
  NOT_SUPPORTED: bad(
    'This browser cannot reach a Ledger',
    'Use the desktop app, or open this page in Chrome, Chromium or Edge.'
  ),
  APP_UNREACHABLE: bad('The app did not answer', 'Check that it is still running, then try again.'),
  UNKNOWN: bad(
    'The Ledger gave an answer that is not understood',
    'Unplug it, plug it in again, open the Ethereum app, and try again.'
  )
}
