/** Every word of the Practice screen. */
export const texts = {
  title: 'Practice',
  about:
    'This network is your own, on this machine. Nothing here is worth anything: try out what you would not dare elsewhere.',
  elsewhere: 'There is a Practice screen on the practice network only.',
  director: 'Let something happen',
  chainTime: 'Network time',
  skip: 'Skip',
  skipHint:
    'Skipped time passes for everybody at once: rounds end, terms run out, and whoever had a turn in a challenge may be late.',
  notDone: 'That was not done.',
  ledger: 'Practice Ledger',
  ledgerAbout:
    'It holds the withdraw account of your validator. Withdraw on the Stake screen, and decide here, or there beside the transaction.',
  toStake: 'Withdraw on the Stake screen',
  handles: 'What can happen to it',
  link: 'Cable',
  lock: 'Lock',
  app: 'Ethereum app',
  blind: 'Blind signing',
  seed: 'Seed',
  plugged: 'plugged in',
  unplugged: 'unplugged',
  locked: 'locked',
  unlocked: 'unlocked',
  open: 'open',
  closed: 'closed',
  on: 'on',
  off: 'off',
  own: 'its own',
  other: 'another one',
  failed: 'The practice Ledger cannot be shown.'
} as const
