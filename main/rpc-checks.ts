import type { RpcKind } from '../shared/domain/settings.ts'
import type { Logger } from './engine/ports.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { SettingsControl } from './ipc/handlers/settings-handlers.ts'
import { probeRpcs } from './probe-rpcs.ts'
import { revealed } from './store/settings/hide-addresses.ts'

const timeoutMs = 8_000

/** Checks of endpoints on behalf of a screen: one per kind at a time, a later one ends the earlier. `known` is where hidden addresses are looked up. */
export function createRpcChecks({
  known,
  clock,
  log
}: {
  known: () => unknown
  clock: Clock
  log: Logger
}): SettingsControl['checkRpc'] {
  const running = new Map<RpcKind, AbortController>()
  return async ({ kind, urls }, signal) => {
    running.get(kind)?.abort(new Error('another check'))
    const mine = new AbortController()
    running.set(kind, mine)
    const full = revealed(urls, known()).value as string[]
    const probes = await probeRpcs({
      urls: full,
      kind,
      clock,
      timeoutMs,
      signal: AbortSignal.any([signal, mine.signal])
    })
    for (const { url, reachable } of probes)
      log.info('settings.rpc-checked', { kind, origin: originOf(url), reachable })
    return probes
  }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'no address')
