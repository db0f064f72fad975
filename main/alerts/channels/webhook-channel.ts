import type { WebhookSettings } from '../../../shared/config/alerts.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { severityRank } from '../policy.ts'
import type { Channel } from './channel.ts'
import type { SecretUrl } from './secret-url.ts'
import { sendHttp } from './send-http.ts'
import { webhookPayload } from './webhook-payload.ts'

export type WebhookOptions = Pick<WebhookSettings, 'name' | 'format' | 'least'> & {
  url: SecretUrl
  chatId: string | null
}

/** Posts to the operator's URL, which is a secret: it shows as its origin only. */
export function webhookChannel({ name, format, least, url, chatId }: WebhookOptions, clock: Clock): Channel {
  return {
    name: `webhook:${name}`,
    kind: 'webhook',
    get target() {
      return url.target
    },
    wants: ({ alert }) => severityRank[alert.severity] >= severityRank[least],
    async deliver(message, signal) {
      const secret = await url.read()
      const payload = webhookPayload(message, { format, url: secret.reveal(), chatId })
      const status = await sendHttp({ method: 'POST', ...payload }, clock, signal)
      return `${url.target} took it (${status}).`
    }
  }
}
