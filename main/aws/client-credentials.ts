import type { AwsCredentials, AwsKey } from './aws-credentials.ts'

type SdkKey = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date }
type ClientCredentials = { profile?: string; credentials?: SdkKey | (() => Promise<SdkKey>) }

/** The part of an SDK client's settings that says who asks. */
export function clientCredentials(credentials: AwsCredentials): ClientCredentials {
  if ('profile' in credentials) return { profile: credentials.profile }
  if ('load' in credentials) {
    const { load } = credentials
    // Of the past, so that the SDK asks before each call: the operator may have put another key in its place.
    return { credentials: async () => ({ ...sdkKey(await load()), expiration: new Date(0) }) }
  }
  return 'key' in credentials ? { credentials: sdkKey(credentials.key) } : {}
}

const sdkKey = ({ accessKeyId, secretAccessKey, sessionToken }: AwsKey): SdkKey => ({
  accessKeyId,
  secretAccessKey: secretAccessKey.reveal(),
  ...(sessionToken && { sessionToken: sessionToken.reveal() })
})
