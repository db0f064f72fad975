/** `unknown`: it could not be measured. `notApplicable`: there is nothing to measure here. */
export const doctorVerdicts = ['failed', 'warning', 'unknown', 'ok', 'notApplicable'] as const
export type DoctorVerdict = (typeof doctorVerdicts)[number]

export const doctorGroups = ['settings', 'chains', 'contracts', 'validator', 'prover', 'host'] as const
export type DoctorGroup = (typeof doctorGroups)[number]

/** Every check by its stable name, in the order in which they are listed: docs/config.md says what each looks at. */
export const doctorChecks = {
  settings: 'settings',
  'data-folder': 'settings',
  journal: 'settings',
  'second-source': 'settings',
  'rpc-budget': 'settings',
  metrics: 'settings',
  'l1-rpc': 'chains',
  'l1-chain': 'chains',
  'l1-head': 'chains',
  'l1-websocket': 'chains',
  'l1-log-range': 'chains',
  'l2-rpc': 'chains',
  'l2-chain': 'chains',
  'l2-archive': 'chains',
  'rollup-rpc': 'chains',
  'rollup-chain': 'chains',
  'rollup-sync': 'chains',
  clock: 'chains',
  contracts: 'contracts',
  'contract-addresses': 'contracts',
  key: 'validator',
  'key-storage': 'validator',
  account: 'validator',
  'eth-days': 'validator',
  'bond-outputs': 'validator',
  'prover-zkevm': 'prover',
  'prover-zkvm': 'prover',
  'ec2-machine': 'prover',
  'ec2-rights': 'prover',
  'disk-space': 'host',
  autostart: 'host',
  sleep: 'host',
  'ledger-udev': 'host'
} as const satisfies Record<string, DoctorGroup>
export type DoctorCheckName = keyof typeof doctorChecks

/** What one check found: in words and figures, one line each. `remedy` is empty when nothing is to be done. */
export type DoctorFinding = { verdict: DoctorVerdict; value: string; remedy: string }
export type DoctorCheck = DoctorFinding & { name: DoctorCheckName; group: DoctorGroup }

export type DoctorReport = {
  /** What the network is called. */
  network: string
  takenAtMs: number
  tookMs: number
  /** In the order of `doctorChecks`. */
  checks: DoctorCheck[]
}
