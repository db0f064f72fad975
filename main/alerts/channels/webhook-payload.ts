import type { WebhookSettings } from '../../../shared/config/alerts.ts'
import type { AlertSeverity } from '../../../shared/domain/alert.ts'
import type { AlertMessage } from './channel.ts'

export type WebhookPayload = { url: string; body: string }

const marks: Record<AlertSeverity, string> = { critical: '🔴', warning: '🟠', notice: '🔵' }
const colours: Record<AlertSeverity, number> = { critical: 0xb01f1a, warning: 0xe0a030, notice: 0x22609f }
const priorities: Record<AlertSeverity, number> = { critical: 5, warning: 4, notice: 3 }

export const headlineOf = ({ kind, alert }: AlertMessage): string => {
  const before = { raised: '', repeated: 'Still: ', resolved: 'Over: ', test: 'Test: ' }[kind]
  return `${before}${alert.title}`
}

const timeOf = ({ kind, alert }: AlertMessage): string =>
  new Date((kind === 'resolved' ? alert.resolvedAtMs : null) ?? alert.raisedAtMs).toISOString()
const footer = ({ network, account }: AlertMessage): string => (account === null ? network : `${network} · ${account}`)
const markOf = ({ kind, alert }: AlertMessage): string => (kind === 'resolved' ? '🟢' : marks[alert.severity])
const bodyOf = ({ kind, alert }: AlertMessage): string => (kind === 'resolved' ? '' : alert.body)
const wholeText = (m: AlertMessage): string =>
  [`${markOf(m)} ${headlineOf(m)}`, bodyOf(m), footer(m), timeOf(m)].filter((line) => line !== '').join('\n')

type Maker = (message: AlertMessage, hook: { url: string; chatId: string | null }) => { url: string; content: unknown }

/** Every text goes where the receiver takes it as text: no markup, no mentions, no header. */
const makers: Record<WebhookSettings['format'], Maker> = {
  json: (message, { url }) => {
    const { key, code, severity, subject, title, body, screen, raisedAtMs, resolvedAtMs } = message.alert
    const { kind, network, account } = message
    return {
      url,
      content: { kind, key, code, severity, subject, title, body, screen, raisedAtMs, resolvedAtMs, network, account }
    }
  },
  discord: (message, { url }) => ({
    url,
    content: {
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: literal(`${markOf(message)} ${headlineOf(message)}`),
          description: literal(bodyOf(message)),
          color: message.kind === 'resolved' ? 0x17713f : colours[message.alert.severity],
          footer: { text: footer(message) },
          timestamp: timeOf(message)
        }
      ]
    }
  }),
  telegram: (message, { url, chatId }) => ({
    url,
    content: { chat_id: chatId, text: wholeText(message), link_preview_options: { is_disabled: true } }
  }),
  ntfy: (message, { url }) => {
    const { base, topic } = ntfyAddress(url)
    return {
      url: base,
      content: {
        topic,
        title: headlineOf(message),
        message: [bodyOf(message), footer(message)].filter((line) => line !== '').join('\n'),
        priority: message.kind === 'resolved' ? 3 : priorities[message.alert.severity]
      }
    }
  }
}

/** Discord reads markdown in embeds: what would be markup is escaped. */
const literal = (text: string): string => text.replace(/[\\*_~`|>[\]()#<@-]/g, '\\$&')

/** JSON goes to ntfy's root, with the topic in it: then no text has to fit into a header. */
function ntfyAddress(url: string): { base: string; topic: string } {
  const target = new URL(url)
  const parts = target.pathname.split('/').filter((part) => part !== '')
  const topic = decodeURIComponent(parts.pop() ?? '')
  target.pathname = `/${parts.join('/')}`
  return { base: target.href, topic }
}

/** What is posted for a message. Pure. */
export function webhookPayload(
  message: AlertMessage,
  { format, url, chatId = null }: { format: WebhookSettings['format']; url: string; chatId?: string | null }
): WebhookPayload {
  const made = makers[format](message, { url, chatId })
  return { url: made.url, body: JSON.stringify(made.content) }
}
