import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Config, ConfigInput } from '../shared/config/config.ts'
import type { ChallengeRow } from '../shared/domain/challenge.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import { AppError } from '../shared/errors.ts'
import { startLocalHttp } from './engine/chain/testing/local-http.ts'
import { systemClock as clock } from './engine/runtime/clock.ts'
import { recordingLog } from './ipc/recording-log.ts'
import { createSettingsDesk } from './settings-desk.ts'
import { openSettings } from './store/settings/open-settings.ts'
import { nodeSettingsFile } from './store/settings/settings-file.ts'

const never = new AbortController().signal
const account = `0x${'12'.repeat(20)}` as const
const sepolia = {
  network: 'sepolia',
  rpc: {
    l1: ['https://l1.example/v3/secret-path', 'http://127.0.0.1:8545'],
    l2: ['http://127.0.0.1:2'],
    rollup: ['http://user:secret-password@127.0.0.1:3']
  },
  key: { source: 'none', account },
  alerts: { webhooks: [{ name: 'phone', url: 'https://ntfy.example/secret-topic' }] }
} satisfies ConfigInput
const secret = /secret-/

type Options = { config?: ConfigInput; fixedBy?: string; challenges?: Partial<ChallengeRow>[] }
function stage({ config, fixedBy, challenges = [] }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'))
  const settings = openSettings(folder, nodeSettingsFile)
  if (config) settings.setConfig(config)
  const log = recordingLog()
  const state = { config: settings.config(), refuse: null as AppError | null, applied: 0 }
  const app = {
    config: () => state.config,
    reconfigure: async (next: Config) => {
      if (state.refuse) throw state.refuse
      state.config = next
      state.applied += 1
    },
    host: { snapshot: () => ({ challenges }) as unknown as EngineSnapshot }
  }
  const desk = createSettingsDesk({ settings, fixedBy: fixedBy ?? null, app, clock, log })
  const apply = (config: unknown, confirmed = false) => desk.apply({ config, confirmed })
  return { desk, apply, settings, state, log, again: () => openSettings(folder, nodeSettingsFile) }
}
const shown = (desk: ReturnType<typeof stage>['desk']) => desk.view().config as typeof sepolia

describe('the settings as the screens see them', () => {
  it('hold no secret part of any address, and take what was not touched back as it was', async () => {
    const { desk, apply, settings, log } = stage({ config: sepolia })
    const view = shown(desk)
    expect(JSON.stringify(desk.view())).not.toMatch(secret)
    expect(view.rpc.l1[0]).toMatch(/^https:\/\/l1\.example\/•••/)
    await apply({ ...view, roles: { submitter: false } })
    expect(settings.input()).toEqual({ ...sepolia, roles: { submitter: false } })
    expect(JSON.stringify(log.lines)).not.toMatch(secret)
  })

  it('keep the addresses of a network that was left, and know them when it is chosen again', async () => {
    const { desk, apply, again } = stage({ config: sepolia })
    await apply({ network: 'practice' })
    const { others } = desk.view()
    expect(JSON.stringify(others)).not.toMatch(secret)
    await apply(others.sepolia)
    expect(again().input()).toEqual(sepolia)
  })

  it('name the place of each problem, and what is no longer known', () => {
    const { desk } = stage({ config: sepolia })
    const draft = { ...shown(desk), rpc: { l1: ['https://other.example/•••0123456789ab'], l2: ['ws://x'], rollup: [] } }
    const { problems, restarts } = desk.check({ ...draft, fees: { bumpPercent: 3 } })
    expect(problems.map(({ path }) => path)).toEqual(['rpc.l1.0', 'rpc.l2.0', 'rpc.rollup', 'fees.bumpPercent'])
    expect(problems[0]?.message).toMatch(/type the whole address/)
    expect(problems[1]?.message).toMatch(/http:\/\/ or https:\/\//)
    expect(restarts).toEqual([])
  })

  it.each<[string, (now: typeof sepolia) => unknown, string[]]>([
    ['nothing changed', (now) => now, []],
    ['a default written out', (now) => ({ ...now, fees: { bumpPercent: 15 } }), []],
    ['alerts', (now) => ({ ...now, alerts: { quietHours: { from: '22:00', to: '07:00' } } }), ['alerts']],
    ['prices and figures', (now) => ({ ...now, prices: { kroUsd: 2 }, metrics: { enabled: true } }), []],
    ['fees', (now) => ({ ...now, fees: { bumpPercent: 20 } }), ['engine']],
    ['the prover', (now) => ({ ...now, prover: { zkEvmUrl: 'http://127.0.0.1:3030' } }), ['engine', 'prover']],
    ['the network', () => ({ network: 'practice' }), ['network', 'engine', 'alerts']]
  ])('say what begins anew: %s', (_, change, restarts) => {
    const { desk } = stage({ config: sepolia })
    expect(desk.check(change(shown(desk)))).toEqual({ problems: [], restarts, caution: null })
  })

  it('say that a practice network begins anew', () => {
    expect(stage().desk.check({ network: 'practice', seed: 5 }).restarts).toEqual(['engine', 'practice'])
  })
})

describe('applying', () => {
  it('refuses what does not hold and leaves everything', async () => {
    const { apply, state, settings } = stage()
    await expect(apply({ network: 'practice', seed: -1 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    expect([state.applied, settings.input()]).toEqual([0, { network: 'practice' }])
  })

  it('keeps the old settings when the app cannot run with the new ones', async () => {
    const { apply, state, again } = stage()
    state.refuse = new AppError({ code: 'ALERT_URL_MISSING' })
    await expect(apply({ network: 'practice', seed: 5 })).rejects.toMatchObject({ code: 'ALERT_URL_MISSING' })
    expect(again().input()).toEqual({ network: 'practice' })
  })

  it('restarts nothing when nothing changed', async () => {
    const { apply, state } = stage()
    await apply({ network: 'practice', preset: 'practice' })
    expect(state.applied).toBe(0)
  })

  it('waits for a confirmation while my move in a dispute is due, nearest first', async () => {
    const open = { outcome: null, role: 'asserter', whoseMove: 'asserter' } as const
    const { desk, apply, state } = stage({
      challenges: [
        { ...open, outputIndex: 5n, timeoutAtSec: 900 },
        { ...open, outputIndex: 6n, timeoutAtSec: 500 },
        { ...open, outputIndex: 7n, timeoutAtSec: 100, whoseMove: 'challenger' },
        { ...open, outputIndex: 8n, timeoutAtSec: 100, outcome: 'proven' },
        { ...open, outputIndex: 9n, timeoutAtSec: null }
      ]
    })
    const caution = { code: 'DISPUTE_MOVE_DUE', outputIndex: '6', deadlineSec: 500 }
    expect(desk.check({ network: 'practice', seed: 5 }).caution).toEqual(caution)
    await expect(apply({ network: 'practice', seed: 5 })).rejects.toMatchObject({ code: 'DISPUTE_MOVE_DUE' })
    expect(state.applied).toBe(0)
    await apply({ network: 'practice', seed: 5 }, true)
    expect(state.applied).toBe(1)
    expect(desk.check({ network: 'practice', seed: 5, alerts: { tray: false } }).caution).toBeNull()
  })

  it('leaves a file of the command line alone, but not the preferences', async () => {
    const { desk, apply } = stage({ fixedBy: '/etc/kroma.json' })
    expect(desk.view().fixedBy).toBe('/etc/kroma.json')
    await expect(apply({ network: 'practice' })).rejects.toThrow(/\/etc\/kroma\.json/)
    expect(desk.setPreferences({ onboarded: true }).preferences.onboarded).toBe(true)
  })

  it('checks preferences and tells who listens', () => {
    const { desk, again } = stage()
    const told: boolean[] = []
    const off = desk.onPreferences(({ host }) => told.push(host.closeToTray))
    desk.setPreferences({ host: { closeToTray: false } })
    off()
    desk.setPreferences({ host: { closeToTray: true } })
    expect(told).toEqual([false])
    expect(() => desk.setPreferences({ colour: 'red' })).toThrow(
      expect.objectContaining({ code: 'PREFERENCES_INVALID' })
    )
    expect(again().preferences().host.closeToTray).toBe(true)
  })
})

describe('export and import', () => {
  it('leave every secret out, and say what is to be typed', () => {
    const { desk } = stage({ config: sepolia })
    const text = desk.exportText()
    expect(text).not.toMatch(secret)
    expect(text).toContain('Without secrets')
    const read = stage().desk.importText(text)
    expect(read.missing).toEqual(['rpc.l1.0', 'rpc.rollup.0', 'alerts.webhooks.0.url'])
    expect(read.config).toMatchObject({
      network: 'sepolia',
      rpc: { l1: ['https://l1.example/•••', 'http://127.0.0.1:8545'] }
    })
    const { problems } = stage().desk.check(read.config)
    expect(problems.map(({ path }) => path)).toEqual(read.missing)
  })

  it('read files of older versions, and refuse what is none', () => {
    const { desk } = stage()
    expect(desk.importText('\uFEFF{"config":{"network":"practice","seed":3}}').config).toMatchObject({ seed: 3 })
    for (const text of ['', '{}', '[1]', '{"version":2,"config":{"network":"moon"}}'])
      expect(() => desk.importText(text)).toThrow(expect.objectContaining({ code: 'SETTINGS_FILE_INVALID' }))
    expect(() => desk.importText('{"version":99}')).toThrow(expect.objectContaining({ code: 'SETTINGS_FROM_FUTURE' }))
  })
})

describe('checking endpoints', () => {
  it('reaches the real address behind a hidden one, and tells only its origin', async () => {
    const asked: (string | undefined)[] = []
    const node = await startLocalHttp(({ id }, response, request) => {
      asked.push(request.url)
      response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_601, message: 'no such method' } }))
    })
    const config = { ...sepolia, rpc: { ...sepolia.rpc, l2: [node.url] } }
    const { desk, log } = stage({ config })
    const urls = (desk.view().config as typeof sepolia).rpc.l2
    const [probe] = await desk.checkRpc({ kind: 'l2', urls }, never)
    await node.stop()
    expect(asked[0]).toBe(new URL(node.url).pathname + new URL(node.url).search)
    expect(probe).toMatchObject({
      url: `${node.origin}/•••`,
      reachable: true,
      problem: expect.stringContaining('no such method')
    })
    expect(JSON.stringify([probe, log.lines])).not.toMatch(/hush|0123456789abcdef/)
  })

  it('says what is no address, without asking anybody', async () => {
    const { desk } = stage()
    const probes = await desk.checkRpc(
      { kind: 'l2', urls: ['', 'ws://127.0.0.1:1', 'https://x.example/•••0123456789ab'] },
      never
    )
    expect(probes.map(({ problem }) => problem)).toEqual([
      'This is no address of a node of this kind.',
      'This is no address of a node of this kind.',
      'Its secret part is not known here: type the whole address.'
    ])
  })

  it('is ended by the next check of the same kind', async () => {
    const node = await startLocalHttp(() => {})
    const { desk } = stage()
    const first = desk.checkRpc({ kind: 'l1', urls: [node.url] }, never)
    const other = desk.checkRpc({ kind: 'l2', urls: [] }, never)
    const second = desk.checkRpc({ kind: 'l1', urls: [] }, never)
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' })
    expect([await other, await second]).toEqual([[], []])
    await node.stop()
  })
})
