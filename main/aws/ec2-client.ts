import type { EC2Client } from '@aws-sdk/client-ec2'
import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { type AwsRole, roleCredentials } from './assume-role.ts'
import type { AwsCredentials } from './aws-credentials.ts'
import { clientCredentials } from './client-credentials.ts'
import { translateAwsError } from './translate-aws-error.ts'

type Sdk = typeof import('@aws-sdk/client-ec2')
type Open = { sdk: Sdk; client: EC2Client }

export type Ec2ClientSettings = {
  region: string
  credentials: AwsCredentials
  role?: AwsRole | undefined
  /** Instead of AWS's own (tests, private clouds), for the token service too. */
  endpoint?: string | undefined
}

/** Calls of EC2. The SDK is loaded at the first one. */
export type Ec2Calls = {
  /** Throws machine problems and AbortedError. With a role whose key has ended early, once more with a new one. */
  call<T>(signal: AbortSignal, work: (open: Open) => Promise<T>): Promise<T>
  close(): void
}

export function createEc2Calls(settings: Ec2ClientSettings, clock: Clock): Ec2Calls {
  let opening: Promise<Open> | null = null

  function close(): void {
    void opening?.then(
      ({ client }) => client.destroy(),
      () => {}
    )
    opening = null
  }

  async function once<T>(signal: AbortSignal, work: (open: Open) => Promise<T>): Promise<T> {
    opening ??= openClient(settings, clock)
    try {
      return await work(await opening)
    } catch (error) {
      throw translateAwsError(error, { signal, now: clock.now() })
    }
  }

  return {
    async call(signal, work) {
      try {
        return await once(signal, work)
      } catch (error) {
        const ended = error instanceof AppError && error.code === 'KEY_EXPIRED' && settings.role !== undefined
        if (!ended) throw error
        close()
        return await once(signal, work)
      }
    },
    close
  }
}

async function openClient(settings: Ec2ClientSettings, clock: Clock): Promise<Open> {
  const { region, credentials, role, endpoint } = settings
  const sdk = await import('@aws-sdk/client-ec2')
  const client = new sdk.EC2Client({
    region,
    // The machine's own rules say when and how often something is tried again.
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint }),
    ...(role
      ? { credentials: roleCredentials({ role, base: credentials, region, endpoint, clock }) }
      : clientCredentials(credentials))
  })
  return { sdk, client }
}
