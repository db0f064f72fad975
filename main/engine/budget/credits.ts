import type { RpcLimits } from '../../../shared/config/rpc-limits.ts'
import type { MeteredCall } from '../chain/types.ts'

type Table = Exclude<RpcLimits['credits'], string>
type Provider = 'alchemy' | 'infura' | 'quicknode' | 'requests'

/** As the providers published them; they change, and a table of one's own in the settings goes before. A pushed message of Alchemy counts by its bytes: about 1,000 here. */
const tables: Record<Provider, Table> = {
  alchemy: {
    default: 20,
    pushed: 40,
    methods: {
      eth_chainId: 0,
      eth_blockNumber: 10,
      eth_call: 26,
      eth_estimateGas: 87,
      eth_feeHistory: 10,
      eth_getLogs: 75,
      eth_getProof: 21,
      eth_getTransactionCount: 26,
      eth_maxPriorityFeePerGas: 10,
      eth_sendRawTransaction: 250,
      eth_subscribe: 10,
      eth_unsubscribe: 10
    }
  },
  infura: {
    default: 80,
    pushed: 50,
    methods: { eth_chainId: 5, eth_estimateGas: 300, eth_getLogs: 255, eth_subscribe: 5, eth_unsubscribe: 10 }
  },
  quicknode: { default: 20, pushed: 20, methods: {} },
  requests: { default: 1, pushed: 0, methods: {} }
}

const hosts: readonly [RegExp, Provider][] = [
  [/\.alchemy\.com$|\.alchemyapi\.io$/, 'alchemy'],
  [/\.infura\.io$/, 'infura'],
  [/\.quiknode\.pro$/, 'quicknode']
]

const privateHost =
  /^(localhost|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[::1\]|\[f[cd].*\]|[^.:]+|.*\.(local|lan|internal|home\.arpa))$/

/** What one call costs at its provider. A node of one's own (loopback, private address, a name without dots) costs nothing. */
export function creditsOf({ origin, method, kind }: MeteredCall, setting: RpcLimits['credits']): number {
  const host = hostOf(origin)
  if (privateHost.test(host)) return 0
  const table = typeof setting === 'object' ? setting : tables[setting === 'auto' ? providerOf(host) : setting]
  return kind === 'push' ? table.pushed : (table.methods[method] ?? table.default)
}

const providerOf = (host: string): Provider => hosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'requests'

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : origin)
