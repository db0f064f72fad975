import type { Secret } from '../../../shared/secret.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { origin } from '../../log/redactor.ts'
import type { Channel } from './channel.ts'
import { sendHttp } from './send-http.ts'

/** A URL that expects to be asked for at intervals, and raises the alarm itself when that stops. Takes no alerts. */
export function pingChannel(url: Secret<string>, clock: Clock): Channel {
  const target = origin(url.reveal())
  return {
    name: 'ping',
    kind: 'ping',
    target,
    wants: () => false,
    async deliver(_message, signal) {
      const status = await sendHttp({ method: 'GET', url: url.reveal(), body: null }, clock, signal)
      return `${target} took it (${status}).`
    }
  }
}
