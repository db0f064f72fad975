import type { ProverJob, ProverMachineState } from '../../../shared/domain/prover.ts'

export const texts = {
  title: 'Prover',
  none: 'No machine and no proxy are configured',
  noneWhy:
    'The app asks the prover whose address stands in the settings. With an EC2 machine there, it is started for each proof and stopped after; docs/prover.md shows how.',
  machine: 'Machine',
  cost: 'Cost against the caps',
  proofs: 'Proofs',
  noProofs: 'No proof was asked for since the app started.',
  rehearsal: 'Rehearsal',
  rehearse: 'Rehearse now',
  rehearsalWhy: 'Starts the machine, asks its prover for spec, and stops it: better found out now than in a challenge.',
  orphan: 'The machine runs, and not for this app.',
  orphanWhy: 'Somebody else started it. It costs money until it is stopped.',
  stop: 'Stop it',
  stopFailing: 'The machine is not stopped yet.',
  stopUnseen: 'AWS took the stop and still shows it running.',
  stopWhy: 'It costs money until it stops: stop it in the AWS console if this lasts.',
  otherInstanceWhy: 'The settings name another machine now. Stop it in the AWS console.',
  'cap-reached': 'A cost cap is reached.',
  'cap-near': 'A cost cap is near.',
  capReachedWhy: 'The machine is not started any more, and no proof is made on it.',
  capNearWhy: 'At the cap no proof is made.',
  tooPowerful: 'The AWS key can do more than it should.',
  tooWeak: 'The AWS key can do less than it must.',
  policy: 'Replace its policy by the one in docs/prover.md.'
} as const

export const capNames = {
  day: { when: 'today', todo: 'Raise prover.ec2.caps.perDayUsd, or wait for tomorrow (UTC).' },
  month: { when: 'this month', todo: 'Raise prover.ec2.caps.perMonthUsd, or wait for the next month (UTC).' }
} as const

export const rightNames = {
  start: 'start the prover’s instance',
  stop: 'stop the prover’s instance',
  runNew: 'start new instances',
  startOthers: 'start other instances of the account'
} as const

export const stateNames: Record<ProverMachineState, string> = {
  unknown: 'Asking AWS',
  stopped: 'Stopped',
  pending: 'Booting',
  'running-not-ready': 'Runs, prover starts',
  ready: 'Ready',
  stopping: 'Stopping',
  terminated: 'Terminated',
  failed: 'Failed'
}

const nextNames: Readonly<Record<string, string>> = {
  look: 'ask AWS',
  start: 'start it',
  stop: 'stop it',
  probe: 'ask its prover',
  use: 'keep it up',
  'give-up': 'tell those who wait',
  settle: 'end the lease',
  report: 'leave it alone',
  rest: 'nothing to do'
}

/** What comes next and why, in one sentence. */
export const nextLine = ({ action, reason }: { action: string; reason: string }): string =>
  `Next: ${nextNames[action] ?? action} – ${reason}.`

export const jobNames: Record<ProverJob['state'], string> = {
  waiting: 'Waits',
  proving: 'Proving',
  done: 'Done',
  failed: 'Failed'
}

export const usd = (amount: number): string => `$${amount.toFixed(2)}`
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
