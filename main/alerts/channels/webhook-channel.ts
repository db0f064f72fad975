import type { WebhookSettings } from '../../../shared/config/alerts.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { origin } from '../../log/redactor.ts'
import { severityRank } from '../policy.ts'
import type { Channel } from './channel.ts'
import { sendHttp } from './send-http.ts'
import { webhookPayload } from './webhook-payload.ts'

export type WebhookOptions = Pick<WebhookSettings, 'name' | 'format' | 'least'> & {
  url: Secret<string>
  chatId: string | null
}

/** Posts to the operator's URL, which is a secret: it shows as its origin only. */
export function webhookChannel({ name, format, least, url, chatId }: WebhookOptions, clock: Clock): Channel {
  const target = origin(url.reveal())
  return {
    name: `webhook:${name}`,
    kind: 'webhook',
    target,
    wants: ({ alert }) => severityRank[alert.severity] >= severityRank[least],
    async deliver(message, signal) {
      const payload = webhookPayload(message, { format, url: url.reveal(), chatId })
      const status = await sendHttp({ method: 'POST', ...payload }, clock, signal)
      return `${target} took it (${status}).`
    }
  }
}
