/** Why the Ledger gave no answer that can be used. */
export const ledgerProblems = [
  'LOCKED',
  'REJECTED',
  'APP_CLOSED',
  'BLIND_SIGNING_OFF',
  'DATA_REFUSED',
  'PATH_REFUSED',
  'TX_TYPE_UNKNOWN',
  'APP_MISSING',
  'DEVICE_ERROR',
  'UNPLUGGED',
  'NO_ACCESS',
  'BUSY',
  'OTHER_DEVICE',
  'ACCOUNT_NOT_FOUND',
  'NOT_SUPPORTED',
  'APP_UNREACHABLE',
  'UNKNOWN'
] as const
export type LedgerProblem = (typeof ledgerProblems)[number]

/** A problem that was recognized here, not by the library. */
export class LedgerFailure extends Error {
  readonly problem: LedgerProblem

  constructor(problem: LedgerProblem, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'LedgerFailure'
    this.problem = problem
  }
}

/** What was known of the device when it failed; null when nothing was. */
export type KnownOfDevice = { blindSigning: boolean | null }

const statusProblems: Record<number, LedgerProblem> = {
  21781: 'LOCKED',
  27404: 'LOCKED',
  26628: 'LOCKED',
  27013: 'REJECTED',
  21761: 'REJECTED',
  27904: 'APP_CLOSED',
  27906: 'APP_CLOSED',
  28160: 'APP_CLOSED',
  28161: 'APP_CLOSED',
  25873: 'APP_CLOSED',
  25871: 'APP_CLOSED',
  27157: 'PATH_REFUSED',
  25857: 'TX_TYPE_UNKNOWN',
  26631: 'APP_MISSING',
  27012: 'APP_MISSING',
  28586: 'DEVICE_ERROR'
}

const nameProblems: Record<string, LedgerProblem> = {
  LockedDeviceError: 'LOCKED',
  DisconnectedDevice: 'UNPLUGGED',
  DisconnectedDeviceDuringOperation: 'UNPLUGGED',
  NotAllowedError: 'NO_ACCESS',
  SecurityError: 'NO_ACCESS',
  TransportOpenUserCancelled: 'NO_ACCESS',
  CantOpenDevice: 'NO_ACCESS',
  InvalidStateError: 'NO_ACCESS',
  TransportLocked: 'BUSY',
  TransportRaceCondition: 'BUSY',
  HIDNotSupported: 'NOT_SUPPORTED'
}

/** What an error of the Ledger library means. By name, id and status code only: two copies of the library may be loaded, so `instanceof` says nothing. Total. */
export function ledgerProblem(error: unknown, { blindSigning }: KnownOfDevice = { blindSigning: null }): LedgerProblem {
  const { name, id, statusCode, problem } = (error ?? {}) as Record<string, unknown>
  if (name === 'LedgerFailure') return ledgerProblems.find((known) => known === problem) ?? 'UNKNOWN'
  // The library drops the status code of this one.
  if (name === 'EthAppPleaseEnableContractData' || statusCode === 0x6a80)
    return blindSigning === true ? 'DATA_REFUSED' : 'BLIND_SIGNING_OFF'
  if (typeof statusCode === 'number') return statusProblem(statusCode)
  return named(id) ?? named(name) ?? 'UNKNOWN'
}

const named = (word: unknown): LedgerProblem | undefined =>
  typeof word === 'string' && Object.hasOwn(nameProblems, word) ? nameProblems[word] : undefined

const statusProblem = (status: number): LedgerProblem =>
  statusProblems[status] ?? (status >> 8 === 0x6f ? 'DEVICE_ERROR' : 'UNKNOWN')
