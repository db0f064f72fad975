import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StampedEvent } from '../shared/domain/engine-event.ts'
import { type App, createApp } from './app.ts'
import { systemClock } from './engine/runtime/clock.ts'
import { createLogger } from './log/logger.ts'
import { parseConfig } from './store/load-config.ts'
import { openVault } from './store/vault/open-vault.ts'
import { memoryDisk } from './store/vault/testing/memory-disk.ts'

const config = parseConfig({ network: 'practice', seed: 4711 }, 'test')
const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
let app: App
const events: StampedEvent[] = []

const until = async (condition: () => boolean, what: string): Promise<void> => {
  for (let i = 0; i < 600; i++) {
    if (condition()) return
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error(
    `waited in vain for ${what}: ${JSON.stringify(app.host.snapshot().gates)} ${app.host.snapshot().stateReason}`
  )
}
const running = (): boolean => app.host.snapshot().state === 'running'
const submitted = (): number => events.filter((e) => e.type === 'output.submitted' && e.mine).length

describe('the app below its shell', { timeout: 90_000 }, () => {
  beforeAll(() => {
    app = createApp({
      config,
      configPath: null,
      dataFolder: mkdtempSync(join(tmpdir(), 'kroma-app-')),
      artifactsFile: '',
      clock: systemClock,
      log,
      env: {},
      vault: openVault({ path: '', seal: Promise.resolve(null), clock: systemClock, disk: memoryDisk() }),
      askPassphrase: () => Promise.reject(new Error('nobody asks here'))
    })
    app.host.onEvent((e) => events.push(e))
  })
  afterAll(async () => {
    await app.close()
  })

  it('submits the first output on the practice network, and it stands in the history', async () => {
    app.host.start()
    await until(() => submitted() > 0, 'an own output')
    const { outputs } = app.host.snapshot()
    expect(outputs[0]).toMatchObject({ mine: true, verdict: expect.stringMatching(/valid|pending/) })
    expect(app.history.page({ before: null, limit: 10, mine: true }).total).toBe(1)
  })

  it('goes on with the same network after a pause', async () => {
    const account = app.host.snapshot().account
    const before = app.host.snapshot().chain?.l1.number ?? 0n
    await app.host.stop()
    expect(app.host.snapshot().state).toBe('stopped')
    app.host.start()
    await until(running, 'the engine to run again')
    await until(() => (app.host.snapshot().chain?.l1.number ?? 0n) > before, 'the same chain to go on')
    expect(app.host.snapshot().account).toBe(account)
    expect(app.history.page({ before: null, limit: 10, mine: true }).total).toBeGreaterThan(0)
  })
  it('refuses a configuration that cannot work and goes on with the old one', async () => {
    const webhooks = [{ name: 'home', urlVariable: 'NOT_SET' }]
    app.startAlerts(null)
    const bad = parseConfig({ network: 'practice', alerts: { webhooks } }, 'test')
    await expect(app.reconfigure(bad)).rejects.toMatchObject({ code: 'ALERT_URL_MISSING' })
    expect(app.host.snapshot().state).toBe('running')
    expect(app.config()).toEqual(config)
    expect(
      app
        .alerts()
        .overview()
        .channels.map(({ name }) => name)
    ).not.toContain('home')
  })

  it('runs what another configuration says under the same host, numbers going on', async () => {
    const { seq, account } = app.host.snapshot()
    await app.reconfigure(parseConfig({ network: 'practice', seed: 4712 }, 'test'))
    await until(running, 'the engine on the other network')
    expect(app.host.snapshot().seq).toBeGreaterThan(seq)
    expect(app.host.snapshot().account).not.toBe(account)
    expect(app.config()).toMatchObject({ seed: 4712 })
  })

  it('stays stopped when it was stopped', async () => {
    await app.host.stop()
    await app.reconfigure(config)
    expect(app.host.snapshot()).toMatchObject({ state: 'stopped', account: null, outputs: [] })
  })
})
