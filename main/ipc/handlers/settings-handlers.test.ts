import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../../shared/config/config.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { systemClock as clock } from '../../engine/runtime/clock.ts'
import { createSettingsDesk } from '../../settings-desk.ts'
import { openSettings } from '../../store/settings/open-settings.ts'
import { nodeSettingsFile } from '../../store/settings/settings-file.ts'
import { memoryTransport } from '../memory-transport.ts'
import { recordingLog } from '../recording-log.ts'
import { serve } from '../serve.ts'
import { createHandlers, type HandlerDeps } from './create-handlers.ts'

const config = {
  network: 'sepolia',
  rpc: { l1: ['https://l1.example/secret-path'], l2: ['http://127.0.0.1:2'], rollup: ['http://127.0.0.1:3'] },
  key: { source: 'none', account: `0x${'12'.repeat(20)}` }
} as const

function stage() {
  const settings = openSettings(mkdtempSync(join(tmpdir(), 'handlers-')), nodeSettingsFile)
  settings.setConfig(structuredClone(config) as never)
  const log = recordingLog()
  const app = {
    config: () => settings.config(),
    reconfigure: async (_: Config) => {},
    host: { snapshot: () => ({ challenges: [] }) as unknown as EngineSnapshot }
  }
  const desk = createSettingsDesk({ settings, fixedBy: null, app, clock, log })
  const transport = memoryTransport()
  const handlers = createHandlers({ settings: desk } as unknown as HandlerDeps)
  serve(transport.port, { handlers, log, signal: new AbortController().signal })
  return { bridge: transport.connect(), log }
}

describe('settings over IPC', () => {
  it('show no secret part of an address, in a reply or in the log', async () => {
    const { bridge, log } = stage()
    const replies = [
      await bridge.invoke('settings.get', undefined),
      await bridge.invoke('settings.export', undefined),
      await bridge.invoke('settings.setPreferences', { preferences: { onboarded: true } })
    ]
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(JSON.stringify([replies, log.lines])).not.toContain('secret-path')
  })

  it('answer with the place and the problem of what cannot be applied', async () => {
    const { bridge } = stage()
    const draft = { ...structuredClone(config), fees: { bumpPercent: 3 } } as never
    expect(await bridge.invoke('settings.check', { config: draft })).toMatchObject({
      ok: true,
      value: { problems: [{ path: 'fees.bumpPercent', message: 'at least 10' }] }
    })
    expect(await bridge.invoke('settings.apply', { config: draft, confirmed: false })).toMatchObject({
      ok: false,
      error: { code: 'CONFIG_INVALID', context: { path: 'fees.bumpPercent' } }
    })
  })

  it.each<[string, unknown]>([
    ['settings.apply', { config: 'practice', confirmed: false }],
    ['settings.apply', { config: {}, confirmed: false, network: 'practice' }],
    ['settings.checkRpc', { kind: 'beacon', urls: [] }],
    ['settings.checkRpc', { kind: 'l1', urls: Array(11).fill('http://x') }],
    ['settings.import', { text: 'x'.repeat(60_001) }],
    ['backup.put', { id: 'x', part: 0, base64: '' }],
    ['backup.put', { id: '11111111-2222-3333-4444-555555555555', part: 0, base64: '../..' }],
    ['backup.create', { passphrase: '', vaultPassphrase: null }]
  ])('%s refuses input %# before anything looks at it', async (name, input) => {
    const { bridge } = stage()
    expect(await bridge.invoke(name as never, input as never)).toMatchObject({
      ok: false,
      error: { code: 'IPC_BAD_INPUT' }
    })
  })

  it('say so where there are none', async () => {
    const { bridge } = stage()
    expect(await bridge.invoke('backup.create', { passphrase: 'correct horse', vaultPassphrase: null })).toMatchObject({
      ok: false,
      error: { code: 'NOT_AVAILABLE' }
    })
  })
})
