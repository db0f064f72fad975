import { describe, expect, it } from 'vitest'
import { alertsSchema } from './alerts.ts'

const refused = (value: unknown): string => {
  const { error } = alertsSchema.safeParse(value)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}

describe('alerts settings', () => {
  it('need nothing', () => {
    expect(alertsSchema.parse({})).toMatchObject({
      tray: true,
      notifications: true,
      webhooks: [],
      mute: [],
      thresholds: { stoppedMinutes: 10 },
      repeat: { criticalHours: 6, warningHours: 24, noticeHours: null }
    })
  })

  it.each([
    [{ webhooks: [{ name: 'a' }] }, 'one of url, urlVariable and secret'],
    [
      { webhooks: [{ name: 'a', url: 'https://a.example', urlVariable: 'HOOK' }] },
      'one of url, urlVariable and secret'
    ],
    [{ webhooks: [{ name: 'a', url: 'ftp://a.example' }] }, 'a URL starting with http'],
    [{ webhooks: [{ name: 'a', url: 'https://a.example', format: 'telegram' }] }, 'chatId: telegram wants a chatId'],
    [
      {
        webhooks: [
          { name: 'a', url: 'https://a.example' },
          { name: 'a', urlVariable: 'HOOK' }
        ]
      },
      'names must differ'
    ],
    [{ ping: {} }, 'one of url, urlVariable and secret'],
    [{ ping: { secret: 'validator-key' } }, 'a name in the vault'],
    [{ quietHours: { from: '24:00', to: '07:00' } }, 'a time of day like 22:00'],
    [{ mute: ['NOTHING'] }, 'mute.0'],
    [{ colour: 'red' }, 'colour']
  ])('refuse %j', (value, message) => expect(refused(value)).toContain(message))

  it('take a chat and a variable', () => {
    const hook = { name: 'phone', format: 'telegram', urlVariable: 'TELEGRAM_URL', chatId: '42' }
    expect(alertsSchema.parse({ webhooks: [hook] }).webhooks[0]).toEqual({ ...hook, least: 'notice' })
  })
})
