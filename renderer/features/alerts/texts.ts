import type { AlertCode, AlertScreen, AlertSeverity, ChannelView } from '../../../shared/domain/alert.ts'

/** Every word of the Alerts screen that does not come from main. */
export const texts = {
  title: 'Alerts',
  fine: 'Nothing needs you',
  fineWhy: 'You will be told here and through the channels below as soon as something does.',
  now: 'Now',
  nothingNow: 'No alert holds at the moment.',
  nothingNowWhy: 'What was told before is under “Past alerts”.',
  past: 'Past alerts',
  nothingPast: 'Nothing has been told yet.',
  nothingPastWhy: 'Alerts that are over are kept here, with when they came and went.',
  channels: 'Channels',
  channelsWhy: 'Channels, quiet hours and thresholds are set in the settings.',
  test: 'Test',
  notTold: 'held back',
  mute: 'Mute for 8 h',
  unmute: 'Unmute',
  muted: 'muted',
  noQuietHours: 'No quiet hours: everything is told at once.',
  noRemote: 'No webhook and no dead-man ping are set: you hear of nothing while you are not at this machine.'
} as const

export const severityWords: Record<AlertSeverity, string> = {
  notice: 'Notice',
  warning: 'Warning',
  critical: 'Critical'
}

/** What each kind of alert is called, for muting and in the list of past ones. */
export const codeNames: Record<AlertCode, string> = {
  JAILED: 'Jailed',
  JAIL_OVER: 'Jail term over',
  ONE_MISS_LEFT: 'One miss left',
  PRIORITY_ROUND_MISSED: 'Round missed',
  CHALLENGE_AGAINST_ME: 'Challenge against me',
  CHALLENGE_MY_TURN: 'My turn',
  CHALLENGE_HALF_TIME: 'Half of my time gone',
  CHALLENGE_STUCK: 'Challenge needs a person',
  CHALLENGE_WON: 'Challenge won',
  CHALLENGE_LOST: 'Challenge lost',
  CHALLENGE_CANCELLED: 'Challenge cancelled',
  CHALLENGE_DISMISSED: 'Challenge dismissed',
  INVALID_OUTPUT: 'Wrong output',
  SIGNATURE_WANTED: 'Ledger wanted',
  SUBMISSION_FAILED: 'Submission failed',
  TX_AT_FEE_CAP: 'Stuck at the fee cap',
  FOREIGN_TRANSACTION: 'Foreign transaction',
  RPC_DOWN: 'Endpoint down',
  RPC_BEHIND: 'Node behind',
  RPC_LYING: 'Nodes disagree',
  WRONG_CHAIN: 'Wrong chain',
  RPC_BUDGET: 'Request budget',
  LOW_ETH: 'ETH low',
  BOND_TOO_SMALL: 'Bond not covered',
  PROVER_UNREACHABLE: 'Prover unusable',
  EC2_LEFT_RUNNING: 'Machine left running',
  EC2_STOP_FAILING: 'Machine does not stop',
  EC2_COST_CAP: 'Cost cap reached',
  EC2_CAP_NEAR: 'Cost cap near',
  EC2_KEY_RIGHTS: 'Rights of the AWS key',
  COMMISSION_READY: 'Commission ready',
  WITHDRAW_POSSIBLE: 'Withdrawal possible',
  CLOCK_SKEW: 'Clock off',
  APP_ASLEEP: 'App was asleep',
  ENGINE_STOPPED: 'Validator paused',
  ENGINE_FAILED: 'Validator failed'
}

/** Where something can be done about it. */
export const screenLinks: Record<AlertScreen, string> = {
  overview: 'Open Overview',
  outputs: 'Open Outputs',
  challenges: 'Open Challenges',
  stake: 'Open Stake',
  prover: 'Open Prover',
  doctor: 'Open Doctor',
  settings: 'Open Settings'
}

const channelNames: Record<ChannelView['kind'], string> = {
  tray: 'Tray',
  notification: 'System notification',
  list: 'This list',
  webhook: 'Webhook',
  ping: 'Dead-man ping'
}

/** `Webhook “phone”`. */
export const channelName = ({ kind, name }: Pick<ChannelView, 'kind' | 'name'>): string =>
  kind === 'webhook' ? `${channelNames.webhook} “${name.slice('webhook:'.length)}”` : channelNames[kind]
