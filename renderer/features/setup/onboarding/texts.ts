export type Start = 'import' | 'new' | 'existing' | 'watch'

export const texts = {
  title: 'Welcome',
  what: 'This app runs one Kroma validator: it submits outputs when it is your turn, defends them, and tells you before something costs money. Everything chosen here can be changed in the settings.',
  running: 'A practice network is already running behind this page.',
  practice: {
    title: 'Look around on the practice network',
    text: 'Two chains and other validators inside this app: real contracts, no money, nothing to set up. One click.',
    action: 'Start practising'
  },
  starts: {
    import: {
      title: 'Move here from the docker set-up',
      text: 'Reads the .env file: key, roles and prover. It says what lay open in it.'
    },
    existing: {
      title: 'Run my validator here',
      text: 'It is registered already; its key comes into this app or stays on a Ledger.'
    },
    new: {
      title: 'Become a validator',
      text: 'With an account that has ETH for gas and KRO to deposit. Registering follows on the Stake screen.'
    },
    watch: { title: 'Only watch', text: 'An account is watched and nothing is sent; no key is needed.' }
  } satisfies Record<Start, { title: string; text: string }>,
  skip: 'Skip, and use the practice network for now',
  restore: 'Restore a back-up instead',
  back: 'Back',
  next: 'Next',
  apply: 'Save and start',
  finish: 'Finish',
  step: (at: number, title: string): string => `Step ${at} of 5: ${title}`,
  steps: ['Where to begin', 'Network and nodes', 'Key', 'Roles', 'Alerts'],
  nodesWhy: 'Your own nodes first. The check says on which chain each one is, how far behind and how fast.',
  keyWhy:
    'The key signs submissions and moves in disputes. The account that may withdraw can stay on a Ledger: keep it there.',
  keyKept: (account: string): string => `In the vault is the key of ${account}. Another one can take its place:`,
  keyMissing: 'Keep a key in the vault first, or choose another place for it.',
  watchWhy: 'Which validator is to be watched.',
  rolesWhy: 'What the app does by itself. All of it can be changed at any time.',
  alertsWhy: 'Jail and challenges cost money within hours. Have yourself told where you are, and send a test.',
  alertsTest: 'A test on this machine',
  problems: 'Something has to be corrected first:',
  newNext: 'Next: register on the Stake screen, with ETH for gas and KRO to deposit on the account.'
} as const
