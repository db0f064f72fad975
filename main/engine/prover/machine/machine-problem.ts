import { AppError } from '../../../../shared/errors.ts'

/** Everything that can keep the machine from being started or stopped, with what the operator can do about it. */
const remedies = {
  NO_CAPACITY:
    'AWS has no machine of this type free in this zone. It is tried again; if it lasts, choose another instance type or zone.',
  LIMIT_REACHED: 'The AWS account may not run more of this type. Ask AWS for a higher limit.',
  NOT_AUTHORIZED: 'The AWS key may not do this. Give it the policy in docs/prover.md.',
  ROLE_REFUSED:
    'AWS does not let this key assume the role. Correct the role’s name, its trust policy or the external id, and allow the key sts:AssumeRole on it.',
  KEY_INVALID: 'AWS does not know this key. Correct the credentials in the settings.',
  KEY_EXPIRED: 'The AWS key has expired. Renew it, or log in again.',
  NO_CREDENTIALS: 'No AWS credentials were found. Name them in the settings, as docs/prover.md shows.',
  VAULT_LOCKED: 'The vault that holds the AWS key does not open. Unlock it in the app.',
  TERMINATED: 'The machine was terminated and cannot come back. Set up a new one and correct the instance id.',
  THROTTLED: 'AWS asks for fewer calls. It is tried again after a while.',
  WRONG_REGION: 'There is no such instance in this region. Correct the region or the instance id.',
  WRONG_STATE: 'The machine cannot do this right now. AWS is asked again.',
  CLOCK_SKEW: 'The clock of this computer is wrong by minutes. Set it by the network.',
  AWS_UNREACHABLE: 'AWS does not answer. Check the network and the region.',
  AWS_FAILED: 'AWS had a problem of its own. It is tried again.',
  START_TIMEOUT: 'The machine did not come up in time. Look at it in the AWS console.',
  NO_ADDRESS: 'The machine runs without an address of the kind asked for. Correct the address type in the settings.',
  SPEC_TIMEOUT:
    'The machine runs, but its prover did not answer in time. See that it starts with the machine, and that the port is open.',
  SHUTTING_DOWN: 'The app is about to end.',
  CAP_PROOF: 'This proof reached the cost agreed for one proof. Raise caps.perProofUsd to let it go on.',
  CAP_DAY: 'The cost agreed for a day is reached. Raise caps.perDayUsd, or wait for tomorrow (UTC).',
  CAP_MONTH: 'The cost agreed for a month is reached. Raise caps.perMonthUsd, or wait for the next month (UTC).',
  PRICE_UNKNOWN: 'What this machine costs is not known. Set pricePerHourUsd.',
  LEASE_UNWRITABLE: 'It could not be written to disk that the machine will run, so it was not started. Free some space.'
} as const

export type MachineCode = keyof typeof remedies
export type MachineProblem = { code: MachineCode; remedy: string; retryable: boolean }

const passing: ReadonlySet<MachineCode> = new Set([
  'VAULT_LOCKED',
  'NO_CAPACITY',
  'THROTTLED',
  'WRONG_STATE',
  'CLOCK_SKEW',
  'AWS_UNREACHABLE',
  'AWS_FAILED'
])

export const problemOf = (code: MachineCode): MachineProblem => ({
  code,
  remedy: remedies[code],
  retryable: passing.has(code)
})

/** The problem as an error; `detail` must be safe to show. Retryable when it may pass by itself. */
export const machineProblem = (code: MachineCode, more: { detail?: string; cause?: unknown } = {}): AppError =>
  new AppError(
    { code, ...(more.detail !== undefined && { detail: more.detail }) },
    { message: remedies[code], retryable: passing.has(code), cause: more.cause }
  )

/** What an error means for the machine; what is no error of `machineProblem` counts as AWS_FAILED. */
export function readProblem(error: unknown): MachineProblem {
  const code = error instanceof AppError ? String(error.code) : ''
  return problemOf(Object.hasOwn(remedies, code) ? (code as MachineCode) : 'AWS_FAILED')
}
