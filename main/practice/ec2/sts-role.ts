import { randomBytes } from 'node:crypto'
import type { DoubleKey } from './sigv4-check.ts'

export type DoubleRole = {
  arn: string
  externalId?: string
  /** How long its keys last. */
  lastsMs?: number
}

export type StsRole = {
  /** AssumeRoleResponse with a new key; null where the role may not be assumed like this. */
  assume(form: URLSearchParams, now: number): string | null
  /** Keys that were given out, by id. */
  keys: Map<string, DoubleKey>
  /** Ends every key before its time. */
  revoke(): void
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'
const sessionName = /^[\w+=,.@-]{2,64}$/

/** One role of the token service. */
export function createStsRole({ arn, externalId = '', lastsMs = 3_600_000 }: DoubleRole): StsRole {
  const keys = new Map<string, DoubleKey>()
  return {
    keys,
    assume(form, now) {
      const session = form.get('RoleSessionName') ?? ''
      if (form.get('RoleArn') !== arn || (form.get('ExternalId') ?? '') !== externalId || !sessionName.test(session))
        return null
      const key = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(20).toString('hex'),
        sessionToken: randomBytes(60).toString('base64'),
        endsAtMs: now + lastsMs
      }
      keys.set(key.accessKeyId, key)
      return assumedXml(key, session)
    },
    revoke() {
      for (const key of keys.values()) key.endsAtMs = 0
    }
  }
}

const assumedXml = (key: Required<DoubleKey>, session: string): string =>
  `<AssumeRoleResponse xmlns="${namespace}"><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/prover/${session}</Arn><AssumedRoleId>AROA:${session}</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>${key.accessKeyId}</AccessKeyId><SecretAccessKey>${key.secretAccessKey}</SecretAccessKey><SessionToken>${key.sessionToken}</SessionToken><Expiration>${new Date(key.endsAtMs).toISOString()}</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>`

/** The token service writes its errors otherwise than EC2. */
export const stsError = (code: string): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} from the double for account 123456789012</Message></Error><RequestId>1</RequestId></ErrorResponse>`
