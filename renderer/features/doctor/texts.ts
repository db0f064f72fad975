import type { DoctorCheckName, DoctorGroup, DoctorVerdict } from '../../../shared/domain/doctor.ts'
import type { BudgetName, RequestReason } from '../../../shared/domain/rpc-budget.ts'
import type { EndpointView } from '../../../shared/domain/snapshot.ts'

export const texts = {
  title: 'Doctor',
  checking: 'Checking everything…',
  checkingWhy: 'Endpoints, contracts, account, prover and this machine are looked at. Nothing is changed or signed.',
  again: 'Run again',
  copy: 'Copy as text',
  copied: 'Copied.',
  notCopied: 'The browser does not allow copying.',
  stale: 'The last round could not be made; this is the one before.',
  budget: 'Requests to the RPC endpoints',
  budgetNone: 'Nothing is counted yet',
  budgetNoneWhy: 'Counting begins when the validator is started.',
  noForecast: 'How much it will be is known some minutes after a start.',
  noLimits: 'No limit is set. rpcLimits in the settings sets one, and polling thins out before it is reached.',
  days: 'L1 requests a day',
  asChart: 'Chart',
  asTable: 'Table',
  byEndpoint: 'By endpoint, today',
  byReason: 'By reason, today'
} as const

export const groupNames: Record<DoctorGroup, string> = {
  settings: 'Settings and files',
  chains: 'Nodes and chains',
  contracts: 'Contracts',
  validator: 'Validator',
  prover: 'Prover',
  host: 'This machine'
}

export const verdictNames: Record<DoctorVerdict, string> = {
  failed: 'Failed',
  warning: 'Warning',
  unknown: 'Unknown',
  ok: 'OK',
  notApplicable: 'Not needed'
}

export const checkNames: Record<DoctorCheckName, string> = {
  settings: 'Settings',
  'data-folder': 'Data folder',
  journal: 'Journal of transactions',
  'second-source': 'Second source for output roots',
  'rpc-budget': 'Request budget',
  metrics: 'Metrics for Prometheus',
  'l1-rpc': 'L1 endpoints',
  'l1-chain': 'L1 chain',
  'l1-head': 'L1 newest block',
  'l1-websocket': 'L1 websocket',
  'l1-log-range': 'L1 logs per request',
  'l2-rpc': 'L2 endpoints',
  'l2-chain': 'L2 chain',
  'l2-archive': 'L2 old state',
  'rollup-rpc': 'Rollup node',
  'rollup-chain': 'Rollup node’s chains',
  'rollup-sync': 'Rollup node’s sync',
  clock: 'Clock of this machine',
  contracts: 'Contracts answer',
  'contract-addresses': 'Contracts agree',
  key: 'Validator key',
  'key-storage': 'Where secrets are kept',
  account: 'Account',
  'eth-days': 'ETH for gas',
  'bond-outputs': 'KRO for bonds',
  'prover-zkevm': 'zkEVM prover',
  'prover-zkvm': 'zkVM prover',
  'ec2-machine': 'EC2 machine',
  'ec2-rights': 'EC2 rights of the key',
  'disk-space': 'Disk space',
  autostart: 'Start with the session',
  sleep: 'Sleep',
  'ledger-udev': 'Access to a Ledger'
}

export const reasonNames: Record<RequestReason, string> = {
  gate: 'Start and probes',
  state: 'State looks',
  head: 'New heads',
  logs: 'Events',
  tx: 'Transactions',
  root: 'Output roots',
  dispute: 'Disputes',
  doctor: 'Doctor',
  screen: 'Stake screen'
}

export const roleNames: Record<EndpointView['role'], string> = { l1: 'L1', l2: 'L2', rollup: 'Rollup node' }

export const budgetNames: Record<BudgetName, string> = { l1RequestsPerDay: 'L1 requests', creditsPerDay: 'Credits' }
