import type { SettingsRestart } from '../../../shared/domain/settings.ts'

export const restartTexts: Record<SettingsRestart, string> = {
  network: 'the network',
  engine: 'the validator (pending transactions stay and are looked at again)',
  practice: 'the practice network, from its beginning',
  prover: 'the prover’s machine and proxy',
  alerts: 'alerts'
}

export const networkTexts = {
  practice: 'Practice',
  sepolia: 'Sepolia',
  mainnet: 'Mainnet',
  custom: 'Custom'
} as const

export const rpcTexts = {
  l1: {
    label: 'Ethereum nodes (L1)',
    hint: 'http(s) or ws(s), the preferred one first. With a websocket the app is told of blocks; without one it asks.'
  },
  l2: { label: 'Kroma execution nodes (L2)', hint: 'http(s), your own node first.' },
  rollup: { label: 'Kroma rollup nodes', hint: 'http(s), your own node first: output roots come from here.' },
  rollupSecond: {
    label: 'Rollup nodes of somebody else',
    hint: 'Optional: their roots must agree before anything irreversible is sent.'
  },
  l1Second: {
    label: 'Ethereum nodes of a second provider',
    hint: 'Optional: what an act depends on must agree here before it is signed.'
  }
} as const

export const texts = {
  remove: (what: string) => `Remove ${what}`,
  addAddress: 'Add an address',
  hiddenAddress: 'The part behind the origin is kept secret. Type a whole new address to change it.',
  tryAgain: 'Try again',
  check: 'Check these nodes',
  checkAgain: 'Check again',
  checkFailed: 'The check did not run.',
  download: 'Download',
  fixed: (path: string) =>
    `The settings come from ${path}. Change that file and start again; here they can only be read.`
} as const
