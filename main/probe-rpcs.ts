import type { RpcKind, RpcProbe } from '../shared/domain/settings.ts'
import { createHttpTransport } from './engine/chain/http-transport.ts'
import { probeEndpoint } from './engine/chain/probe-endpoint.ts'
import type { RpcTransport } from './engine/chain/rpc-transport.ts'
import { createWsTransport } from './engine/chain/ws-transport.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { hideUrl, isHidden, leftOutMark } from './store/settings/hide-addresses.ts'

const maxBodyBytes = 4 * 1024 * 1024

type Options = {
  urls: readonly string[]
  kind: RpcKind
  clock: Clock
  /** Of each request. */
  timeoutMs: number
  signal: AbortSignal
  /** Told of each request. */
  count?: (origin: string, method: string) => void
}

/** Measures each URL, all at once. Throws AbortedError only: what is no URL, or does not answer, is a result. */
export const probeRpcs = ({ urls, ...options }: Options): Promise<RpcProbe[]> =>
  Promise.all(urls.map((url) => probeOne(url, options)))

async function probeOne(url: string, options: Omit<Options, 'urls'>): Promise<RpcProbe> {
  const shown = hideUrl(url, leftOutMark)
  const { kind, clock } = options
  const websocket = /^wss?:\/\//i.test(url)
  const wanted = kind === 'l1' ? /^(https?|wss?):\/\//i : /^https?:\/\//i
  if (isHidden(url))
    return { ...noUrl, url: shown, websocket, problem: 'Its secret part is not known here: type the whole address.' }
  if (!URL.canParse(url) || !wanted.test(url)) return { ...noUrl, url: shown, websocket }
  const transport = websocket
    ? createWsTransport({ url, clock })
    : createHttpTransport({ url, now: clock.now, maxBodyBytes })
  try {
    return { url: shown, ...(await probeEndpoint({ ...options, transport: counted(transport, options.count) })) }
  } finally {
    transport.close()
  }
}

const counted = (transport: RpcTransport, count: Options['count']): RpcTransport => ({
  ...transport,
  request(call, signal) {
    count?.(transport.origin, call.method)
    return transport.request(call, signal)
  }
})

const noUrl: Omit<RpcProbe, 'url' | 'websocket'> = {
  reachable: false,
  problem: 'This is no address of a node of this kind.',
  chainId: null,
  latencyMs: null,
  syncing: null,
  behindSec: null,
  archive: null,
  logRangeBlocks: null,
  version: null
}
