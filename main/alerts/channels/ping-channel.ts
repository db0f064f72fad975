import type { Clock } from '../../engine/runtime/clock.ts'
import type { Channel } from './channel.ts'
import type { SecretUrl } from './secret-url.ts'
import { sendHttp } from './send-http.ts'

/** A URL that expects to be asked for at intervals, and raises the alarm itself when that stops. Takes no alerts. */
export function pingChannel(url: SecretUrl, clock: Clock): Channel {
  return {
    name: 'ping',
    kind: 'ping',
    get target() {
      return url.target
    },
    wants: () => false,
    async deliver(_message, signal) {
      const status = await sendHttp({ method: 'GET', url: (await url.read()).reveal(), body: null }, clock, signal)
      return `${url.target} took it (${status}).`
    }
  }
}
