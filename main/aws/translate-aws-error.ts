import { AbortedError, AppError } from '../../shared/errors.ts'
import { type MachineCode, machineProblem } from '../engine/prover/machine/machine-problem.ts'

/** Error codes of the EC2 API (and of what the SDK throws by itself), by what they mean here. */
const meanings: Readonly<Record<string, MachineCode>> = {
  InsufficientInstanceCapacity: 'NO_CAPACITY',
  InsufficientHostCapacity: 'NO_CAPACITY',
  InsufficientCapacity: 'NO_CAPACITY',
  InstanceLimitExceeded: 'LIMIT_REACHED',
  VcpuLimitExceeded: 'LIMIT_REACHED',
  MaxSpotInstanceCountExceeded: 'LIMIT_REACHED',
  UnauthorizedOperation: 'NOT_AUTHORIZED',
  AccessDenied: 'NOT_AUTHORIZED',
  AccessDeniedException: 'NOT_AUTHORIZED',
  OptInRequired: 'NOT_AUTHORIZED',
  Blocked: 'NOT_AUTHORIZED',
  AuthFailure: 'KEY_INVALID',
  InvalidClientTokenId: 'KEY_INVALID',
  UnrecognizedClientException: 'KEY_INVALID',
  SignatureDoesNotMatch: 'KEY_INVALID',
  ExpiredToken: 'KEY_EXPIRED',
  ExpiredTokenException: 'KEY_EXPIRED',
  CredentialsProviderError: 'NO_CREDENTIALS',
  TokenProviderError: 'KEY_EXPIRED',
  // EC2's word for a short-lived key that has ended as well as for a wrong clock.
  RequestExpired: 'KEY_EXPIRED',
  RegionDisabledException: 'WRONG_REGION',
  ValidationError: 'NOT_AUTHORIZED',
  RequestTimeTooSkewed: 'CLOCK_SKEW',
  RequestInTheFuture: 'CLOCK_SKEW',
  'InvalidInstanceID.NotFound': 'WRONG_REGION',
  'InvalidInstanceID.Malformed': 'WRONG_REGION',
  IncorrectInstanceState: 'WRONG_STATE',
  IncorrectState: 'WRONG_STATE',
  RequestLimitExceeded: 'THROTTLED',
  Throttling: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  SlowDown: 'THROTTLED',
  TimeoutError: 'AWS_UNREACHABLE'
}

type Foreign = {
  name?: unknown
  code?: unknown
  $metadata?: { httpStatusCode?: number }
  $response?: { headers?: Record<string, string | undefined> }
}

/** Signatures are refused beyond five minutes. */
const skewMs = 5 * 60_000

/** An error of the SDK as a machine problem. Its own text is left out: AWS puts account numbers and encoded messages there. */
export function translateAwsError(error: unknown, { signal, now }: { signal: AbortSignal; now: number }): AppError {
  if (signal.aborted) return new AbortedError(signal.reason)
  if (error instanceof AppError) return error
  const foreign = (error ?? {}) as Foreign
  const name = typeof foreign.name === 'string' ? foreign.name : ''
  const code = (Object.hasOwn(meanings, name) ? meanings[name] : undefined) ?? unnamed(foreign)
  const skewed = (code === 'KEY_INVALID' || code === 'KEY_EXPIRED') && isSkewed(foreign, now)
  return machineProblem(skewed ? 'CLOCK_SKEW' : code, { detail: /^[\w.]{1,60}$/.test(name) ? name : 'unnamed' })
}

function unnamed({ code, $metadata }: Foreign): MachineCode {
  if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR_\w+|CERT_\w+)$/.test(code)) return 'AWS_UNREACHABLE'
  return $metadata?.httpStatusCode === undefined ? 'AWS_UNREACHABLE' : 'AWS_FAILED'
}

function isSkewed({ $response }: Foreign, now: number): boolean {
  const theirs = Date.parse($response?.headers?.date ?? '')
  return Math.abs(theirs - now) > skewMs
}
