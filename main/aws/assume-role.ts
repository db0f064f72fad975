import type { Credentials } from '@aws-sdk/client-sts'
import type { AppError } from '../../shared/errors.ts'
import { machineProblem } from '../engine/prover/machine/machine-problem.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { withTimeout } from '../engine/runtime/with-timeout.ts'
import type { AwsCredentials } from './aws-credentials.ts'
import { clientCredentials } from './client-credentials.ts'
import { translateAwsError } from './translate-aws-error.ts'

/** A role that is assumed with whatever credentials there are. */
export type AwsRole = {
  arn: string
  externalId?: string | undefined
  /** How the calls are named in CloudTrail. Default `kroma-validator-desktop`. */
  sessionName?: string | undefined
}

type Options = {
  role: AwsRole
  base: AwsCredentials
  region: string
  endpoint?: string | undefined
  clock: Clock
}

type RoleKey = { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: Date }

const defaultSessionName = 'kroma-validator-desktop'
const timeoutMs = 15_000

/** A source of short-lived keys for the SDK's clients, which ask it again five minutes before a key ends. Throws machine problems, ROLE_REFUSED where AWS does not let the role be assumed. */
export function roleCredentials({ role, base, region, endpoint, clock }: Options): () => Promise<RoleKey> {
  const onTimeout = (): Error => machineProblem('AWS_UNREACHABLE', { detail: 'AssumeRole' })
  return () => withTimeout({ clock, ms: timeoutMs, onTimeout }, assume)

  async function assume(signal: AbortSignal): Promise<RoleKey> {
    const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts')
    const client = new STSClient({ region, maxAttempts: 1, ...(endpoint && { endpoint }), ...clientCredentials(base) })
    const { arn: RoleArn, externalId: ExternalId, sessionName: RoleSessionName = defaultSessionName } = role
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName, ...(ExternalId && { ExternalId }) })
    try {
      return roleKeyOf((await client.send(command, { abortSignal: signal })).Credentials)
    } catch (error) {
      throw aboutTheRole(translateAwsError(error, { signal, now: clock.now() }))
    } finally {
      client.destroy()
    }
  }
}

function roleKeyOf(given: Credentials | undefined): RoleKey {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {}
  if (AccessKeyId && SecretAccessKey && SessionToken && Expiration)
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration
    }
  throw machineProblem('AWS_FAILED', { detail: 'a role without a whole key' })
}

/** Not allowed here means: this role, not the machine. */
const aboutTheRole = (error: AppError): AppError =>
  error.code === 'NOT_AUTHORIZED' ? machineProblem('ROLE_REFUSED', { detail: String(error.meta.detail) }) : error
