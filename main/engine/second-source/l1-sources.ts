import type { RpcPool } from '../chain/types.ts'
import type { Source } from './ask-source.ts'

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

/** The providers behind a pool's URLs, one for each host, in their order; nothing where all are at one host. Their requests are the pool's, so that they are counted and scored with the rest. */
export function l1Sources(pool: RpcPool, urls: readonly string[]): Source[] {
  const hosts = [...new Set(urls.map(hostOf))]
  if (hosts.length < 2) return []
  return hosts.map((host) => ({
    origin: new URL(urls.find((url) => hostOf(url) === host) ?? '').origin,
    pool: { request: (request) => pool.request({ ...request, host }) }
  }))
}
