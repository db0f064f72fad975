import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { openHistory } from '../store/history.ts'
import { startAlertsStage } from './testing/alerts-stage.ts'
import { type Receiver, startReceiver } from './testing/receiver.ts'
import { health, nowMs, nowSec, stamped, validatorDouble } from './testing/world-double.ts'

const hour = 3_600_000
let receiver: Receiver
let stages: { stop(): Promise<void> }[] = []
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  for (const stage of stages) await stage.stop()
  stages = []
  await receiver.close().catch(() => {})
})
const start = (options: Parameters<typeof startAlertsStage>[0] = {}) => {
  const stage = startAlertsStage(options)
  stages.push(stage)
  return stage
}
const jailed = { validator: validatorDouble({ inJail: true, jailExpiresAtSec: nowSec + 86_400 }) }
const hook = (over: object = {}) => ({ name: 'phone', url: `${receiver.url}/hook/secret-token-123`, ...over })
const titles = () =>
  receiver.received.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(body).title as string] : []))
const until = (what: () => boolean) => expect.poll(what, { timeout: 5_000, interval: 10 }).toBe(true)
/** Lets virtual time pass in small steps, since answers of a real server come in real time. */
async function pass(stage: ReturnType<typeof start>, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    await stage.clock.advance(Math.min(1_000, left))
    await new Promise((r) => setTimeout(r, 3))
  }
}

describe('alerts at work', () => {
  it('reach every channel once', async () => {
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 20_000)
    expect(stage.host.notices).toMatchObject([
      { title: 'Your validator is in jail', severity: 'critical', screen: 'stake' }
    ])
    expect(stage.host.trays.at(-1)).toMatchObject({ severity: 'critical', text: 'Your validator is in jail', badge: 1 })
    expect(titles()).toEqual(['Your validator is in jail'])
    expect(stage.events.map(({ type, alert }) => `${type} ${alert.code}`)).toEqual(['alert.raised JAILED'])
    expect(stage.service.overview()).toMatchObject({ active: [{ code: 'JAILED' }], past: [] })
    stage.show({})
    await pass(stage, 20_000)
    expect(stage.host.trays.at(-1)).toMatchObject({ severity: 'ok', text: 'Everything is fine', badge: 0 })
    expect(titles()).toEqual(['Your validator is in jail', 'Your validator is in jail'])
    expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({ kind: 'resolved' })
    expect(stage.service.overview()).toMatchObject({ active: [], past: [{ code: 'JAILED' }] })
  })

  it('neither forget nor repeat across a restart, nor lose what could not be sent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kroma-alerts-'))
    const file = join(folder, 'history.db')
    await receiver.goOffline()
    const before = openHistory(file)
    const first = start({ settings: { webhooks: [hook()] }, history: before })
    await first.clock.advance(0)
    first.show(jailed)
    await pass(first, 10_000)
    expect(first.service.overview().channels.find(({ kind }) => kind === 'webhook')).toMatchObject({
      waiting: 1,
      last: { ok: false, detail: expect.stringContaining('ECONNREFUSED') }
    })
    await first.stop()
    before.close()

    await receiver.comeBack()
    const after = openHistory(file)
    const second = start({ settings: { webhooks: [hook()] }, history: after })
    second.show(jailed)
    await pass(second, 30_000)
    await until(() => receiver.received.length === 1)
    expect(second.host.notices).toEqual([])
    expect(second.events).toEqual([])
    expect(second.service.overview()).toMatchObject({ active: [{ code: 'JAILED' }] })
    expect(titles()).toEqual(['Your validator is in jail'])
    await second.stop()
    after.close()
    rmSync(folder, { recursive: true })
  })

  it('wait as long as a busy receiver asks, and keep the order', async () => {
    receiver.answerWith((n) => (n === 1 ? { status: 429, headers: { 'retry-after': '60' } } : { status: 204 }))
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 5_000)
    stage.show({ ...jailed, health: [health('RPC_DOWN')] })
    await pass(stage, 50_000)
    expect(receiver.received).toHaveLength(1)
    await pass(stage, 10_000)
    await until(() => receiver.received.length === 3)
    expect(titles().slice(1)).toEqual(['Your validator is in jail', 'An endpoint does not answer'])
    await pass(stage, hour / 10)
    expect(receiver.received).toHaveLength(3)
  })

  it('ask a receiver that fails less and less often, and give up after two days', async () => {
    receiver.answerWith(() => ({ status: 500 }))
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 60_000)
    // 2, 4, 8, 16, 32 seconds, each at least half of it and at most the whole
    expect(receiver.received.length).toBeGreaterThanOrEqual(4)
    expect(receiver.received.length).toBeLessThanOrEqual(7)
    expect(stage.history?.queuedMessages('webhook:phone')[0]?.attempts).toBe(receiver.received.length)
    expect(stage.lines.join('')).not.toContain('outbox.failed')
    const queued = stage.history?.queuedMessages('webhook:phone')[0]
    if (!queued) throw new Error('nothing is queued')
    await stage.stop()
    const clock = new ManualClock(nowMs + 49 * hour)
    const later = start({ settings: { webhooks: [hook()] }, history: stage.history, clock })
    await pass(later, 3_000)
    await until(() => later.service.overview().channels.at(-1)?.last?.ok === false)
    expect(later.history?.queuedMessages('webhook:phone').some(({ id }) => id === queued.id)).toBe(false)
  })

  it('give up on a receiver that refuses, and say so', async () => {
    receiver.answerWith(() => ({ status: 404 }))
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 30_000)
    expect(receiver.received).toHaveLength(1)
    expect(stage.service.overview().channels.at(-1)).toMatchObject({
      waiting: 0,
      last: { ok: false, detail: expect.stringContaining('404') }
    })
  })

  it('do not wait for a receiver that says nothing', async () => {
    receiver.answerWith((n) => (n === 1 ? 'silence' : { status: 200 }))
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 2_000)
    await until(() => receiver.received.length === 1)
    expect(stage.host.notices).toHaveLength(1)
    await pass(stage, 40_000)
    await until(() => receiver.received.length === 2)
  })

  it('follow no redirect', async () => {
    receiver.answerWith(() => ({ status: 302, headers: { location: '/elsewhere' } }))
    const stage = start({ settings: { webhooks: [hook()] } })
    await stage.clock.advance(0)
    expect(await stage.service.test('webhook:phone')).toMatchObject({ ok: false })
    expect(receiver.received).toHaveLength(1)
  })

  it('take the URL from the vault for each message, and wait while it is locked', async () => {
    let locked = true
    const readSecret = async (name: string) => {
      if (locked) throw new AppError({ code: 'VAULT_LOCKED' }, { retryable: true })
      return name === 'channel-phone' ? new Secret(`${receiver.url}/hook/secret-token-789`) : null
    }
    const webhooks = [
      { name: 'phone', secret: 'channel-phone' },
      { name: 'none', secret: 'channel-none' }
    ]
    const stage = start({ settings: { webhooks }, readSecret })
    expect(await stage.service.test('webhook:phone')).toMatchObject({ ok: false })
    locked = false
    expect(await stage.service.test('webhook:phone')).toMatchObject({ ok: true })
    expect(await stage.service.test('webhook:none')).toMatchObject({ ok: false })
    const seen = JSON.stringify(stage.service.overview()) + stage.lines.join()
    expect(seen).toContain(receiver.url)
    expect(seen).not.toContain('secret-token')
  })

  it('write no secret into log, receipt or list', async () => {
    receiver.answerWith((n) => ({ status: [500, 403, 200][n % 3] ?? 200 }))
    const env = { PING_URL: `${receiver.url}/ping/secret-token-456` }
    const settings = { webhooks: [hook()], ping: { urlVariable: 'PING_URL' } }
    const stage = start({ settings, env })
    await stage.clock.advance(0)
    stage.show(jailed)
    await pass(stage, 30_000)
    await stage.service.test('webhook:phone')
    expect(stage.lines.length).toBeGreaterThan(0)
    const seen = stage.lines.join('') + JSON.stringify(stage.service.overview())
    expect(seen).not.toContain('secret-token')
    expect(seen).toContain(receiver.url)
  })

  it('name the variable that holds no URL', () => {
    const ping = { urlVariable: 'NOT_SET' }
    expect(() => start({ settings: { ping } })).toThrow(/alerts\.ping: the environment variable NOT_SET/)
  })

  it('ping while the engine lives, and stop when it stalls', async () => {
    const stage = start({ settings: { ping: { url: `${receiver.url}/beat`, everyMinutes: 1 } } })
    await stage.clock.advance(0)
    stage.show({})
    await pass(stage, 3_000)
    await until(() => receiver.received.length === 1)
    expect(receiver.received[0]).toMatchObject({ method: 'GET', path: '/beat' })
    for (let i = 0; i < 6; i++) {
      await pass(stage, 60_000)
      if (i === 0) stage.show({})
    }
    const beats = receiver.received.length
    expect(beats).toBeGreaterThanOrEqual(4)
    await pass(stage, 300_000)
    expect(receiver.received.length).toBe(beats)
    stage.show({ state: 'failed' })
    await pass(stage, 120_000)
    expect(receiver.received.length).toBe(beats)
    stage.show({})
    await pass(stage, 61_000)
    expect(receiver.received.length).toBeGreaterThan(beats)
  })

  it('test each channel with a receipt', async () => {
    const stage = start({ settings: { webhooks: [hook()], ping: { url: `${receiver.url}/beat` } } })
    for (const name of ['tray', 'notification', 'list', 'webhook:phone', 'ping'])
      expect(await stage.service.test(name)).toMatchObject({ ok: true, detail: expect.stringMatching(/.{10}/) })
    expect(stage.host.notices).toMatchObject([{ title: 'Test of this channel', screen: 'alerts' }])
    expect(titles().slice(0, 1)).toEqual(['Test of this channel'])
    expect(stage.service.overview().active).toEqual([])
    await expect(stage.service.test('pigeon')).rejects.toMatchObject({ code: 'CHANNEL_UNKNOWN' })
  })

  it('ask now and then whether the commission can be finalized', async () => {
    let asked = 0
    const askFacts = async () => {
      asked += 1
      if (asked === 1) throw new Error('not yet')
      return { commissionReadyAtSec: nowSec }
    }
    const stage = start({ askFacts })
    await pass(stage, 60_000)
    expect([asked, stage.host.notices.length]).toEqual([1, 0])
    await pass(stage, 301_000)
    expect(asked).toBe(2)
    expect(stage.host.notices).toMatchObject([{ title: 'The commission change can be finalized' }])
    await pass(stage, 600_000)
    expect([asked, stage.host.notices.length]).toEqual([2, 1])
  })

  it('are silent while muted, and remember that', async () => {
    const stage = start()
    await stage.clock.advance(0)
    stage.service.mute({ code: 'JAILED', untilMs: nowMs + 60_000, on: true })
    stage.show(jailed)
    await pass(stage, 5_000)
    expect(stage.host.notices).toEqual([])
    expect(stage.history?.alertMutes()).toEqual([{ code: 'JAILED', untilMs: nowMs + 60_000 }])
    expect(stage.service.overview()).toMatchObject({
      active: [{ code: 'JAILED', toldAtMs: null }],
      mutes: [{ code: 'JAILED' }]
    })
    stage.service.mute({ code: 'JAILED', untilMs: null, on: false })
    await pass(stage, 2_000)
    expect(stage.host.notices).toHaveLength(1)
  })

  it('send a webhook only what is bad enough for it', async () => {
    const stage = start({ settings: { webhooks: [hook({ least: 'critical' })] } })
    await stage.clock.advance(0)
    stage.tell(stamped({ type: 'round.missed', outputIndex: 7n, missed: 1 }))
    await pass(stage, 5_000)
    expect([receiver.received.length, stage.host.notices.length]).toEqual([0, 1])
  })

  it('work before there is a history, and take along what they found', async () => {
    const stage = start({ history: null })
    await stage.clock.advance(0)
    stage.show({ state: 'failed', stateReason: 'No key.' })
    await pass(stage, 3_000)
    expect(stage.host.notices).toHaveLength(1)
    const history = openHistory(':memory:')
    stage.openHistory(history)
    await pass(stage, 3_000)
    expect(history.alertRecords()).toMatchObject([{ code: 'ENGINE_FAILED', resolvedAtMs: null }])
    expect(stage.host.notices).toHaveLength(1)
    stage.openHistory(null)
    history.close()
    stage.show({})
    await pass(stage, 3_000)
    expect(stage.service.overview().active).toEqual([])
  })
})
