import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type DoubleKey = {
  accessKeyId: string
  secretAccessKey: string
  /** Short-lived keys only, and when they end. */
  sessionToken?: string
  endsAtMs?: number
}

type Signed = {
  request: IncomingMessage
  body: string
  keys: ReadonlyMap<string, DoubleKey>
  service: 'ec2' | 'sts'
  region: string
  now: number
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const form =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/(?<day>\d{8})\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, SignedHeaders=(?<names>[^,]+), Signature=(?<signature>[0-9a-f]{64})$/
const validMs = 5 * 60_000

/** The error code that AWS would answer a wrongly signed request with (Signature Version 4); null when it is signed as it must be. */
export function signatureProblem({ request, body, keys, service, region, now }: Signed): string | null {
  const parts = form.exec(request.headers.authorization ?? '')?.groups
  const date = String(request.headers['x-amz-date'] ?? '')
  const key = keys.get(parts?.id ?? '')
  if (!parts || !key || (key.sessionToken ?? '') !== String(request.headers['x-amz-security-token'] ?? ''))
    return 'AuthFailure'
  if (parts.region !== region || parts.service !== service) return 'AuthFailure'
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(at - now) <= validMs)) return 'RequestExpired'
  const { day = '', names = '', signature = '' } = parts
  const scope = `${day}/${region}/${service}/aws4_request`
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
  const canonical = [request.method, '/', '', headers.join(''), names, sha256(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const signing = [region, service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${key.secretAccessKey}`, day))
  if (!timingSafeEqual(hmac(signing, toSign), Buffer.from(signature, 'hex'))) return 'AuthFailure'
  return key.endsAtMs !== undefined && key.endsAtMs <= now ? 'RequestExpired' : null
}
