import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'

/** Where the AWS key comes from; never the key itself. */
export type AwsCredentialSource =
  | { source: 'default' }
  /** A profile of ~/.aws/config; one with `role_arn` is an assumed role. */
  | { source: 'profile'; profile: string }
  | {
      source: 'environment'
      accessKeyIdVariable: string
      secretAccessKeyVariable: string
      sessionTokenVariable?: string | undefined
    }

export type AwsKey = { accessKeyId: string; secretAccessKey: Secret<string>; sessionToken: Secret<string> | null }

/** What the EC2 client is given: a key of its own, a way to ask for one before each call, a profile, or nothing, which is the default chain. */
export type AwsCredentials =
  | { key: AwsKey }
  | { load: () => Promise<AwsKey> }
  | { profile: string }
  | Record<never, never>

/** Reads the key from the environment once. Throws AppError NO_CREDENTIALS naming the variable that is missing. */
export function readAwsCredentials(source: AwsCredentialSource, env: NodeJS.ProcessEnv): AwsCredentials {
  if (source.source === 'default') return {}
  if (source.source === 'profile') return { profile: source.profile }
  const read = (variable: string): string => {
    const value = env[variable]?.trim()
    if (value) return value
    throw new AppError(
      { code: 'NO_CREDENTIALS', variable },
      { message: `The environment variable ${variable} is missing or empty: it shall hold a part of the AWS key.` }
    )
  }
  const { sessionTokenVariable } = source
  return {
    key: {
      accessKeyId: read(source.accessKeyIdVariable),
      secretAccessKey: new Secret(read(source.secretAccessKeyVariable)),
      sessionToken: sessionTokenVariable === undefined ? null : new Secret(read(sessionTokenVariable))
    }
  }
}
