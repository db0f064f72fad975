import { describe, expect, it } from 'vitest'
import { testAlert } from '../test-alert.ts'
import type { AlertMessage } from './channel.ts'
import { webhookPayload } from './webhook-payload.ts'

const hostile = '<b>x</b> **bold** @everyone [l](javascript:1) "quote" \\n'
const message = (over: Partial<AlertMessage> = {}): AlertMessage => ({
  kind: 'raised',
  alert: { ...testAlert(1_795_000_000_000), title: hostile, body: hostile, severity: 'critical' },
  network: 'Kroma Mainnet',
  account: '0x1111111111111111111111111111111111111111',
  ...over
})
const url = 'https://host.example/a/topic?token=1'

describe('webhook payloads', () => {
  it('json: the alert as it is', () => {
    const { url: to, body } = webhookPayload(message(), { format: 'json', url })
    expect(to).toBe(url)
    expect(JSON.parse(body)).toMatchObject({ kind: 'raised', severity: 'critical', title: hostile, body: hostile })
  })

  it('discord: markup escaped, nobody mentioned', () => {
    const sent = JSON.parse(webhookPayload(message(), { format: 'discord', url }).body)
    expect(sent.allowed_mentions).toEqual({ parse: [] })
    expect(sent.embeds[0].description).toContain('\\*\\*bold\\*\\* \\@everyone \\[l\\]\\(javascript:1\\)')
    expect(sent.embeds[0].timestamp).toBe('2026-11-18T11:06:40.000Z')
  })

  it('telegram: plain text to the chat, no parse mode', () => {
    const sent = JSON.parse(webhookPayload(message(), { format: 'telegram', url, chatId: '42' }).body)
    expect(sent).toMatchObject({ chat_id: '42', link_preview_options: { is_disabled: true } })
    expect(sent.parse_mode).toBeUndefined()
    expect(sent.text).toContain(hostile)
  })

  it('ntfy: to the root with the topic inside, no header takes text', () => {
    const { url: to, body } = webhookPayload(message({ kind: 'repeated' }), { format: 'ntfy', url })
    expect(to).toBe('https://host.example/a?token=1')
    expect(JSON.parse(body)).toMatchObject({ topic: 'topic', title: `Still: ${hostile}`, priority: 5 })
  })

  it('says what is over, without what to do', () => {
    const over = message({ kind: 'resolved' })
    expect(JSON.parse(webhookPayload(over, { format: 'ntfy', url }).body)).toMatchObject({
      title: `Over: ${hostile}`,
      message: 'Kroma Mainnet · 0x1111111111111111111111111111111111111111',
      priority: 3
    })
  })
})
