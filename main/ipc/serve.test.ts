import { beforeEach, describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { PracticeLedgerState } from '../../shared/domain/practice-ledger.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { AppError } from '../../shared/errors.ts'
import { commandNames } from '../../shared/ipc/channels.ts'
import type { AppInfo } from '../../shared/ipc/contract.ts'
import type { Actions } from '../engine/actions/actions.ts'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { idleSnapshot } from '../idle-snapshot.ts'
import type { AlertsControl } from './handlers/alert-handlers.ts'
import { createHandlers, type HandlerDeps } from './handlers/create-handlers.ts'
import type { PracticeLedgerPort } from './handlers/practice-ledger-handlers.ts'
import { type MemoryTransport, memoryTransport } from './memory-transport.ts'
import { type RecordingLog, recordingLog } from './recording-log.ts'
import { serve } from './serve.ts'

const challenger = `0x${'cc'.repeat(20)}` as const
const challenge: ChallengeRow = {
  outputIndex: 3n,
  challenger,
  asserter: challenger,
  role: 'watcher',
  status: 'ASSERTER_TURN',
  outcome: null,
  createdAtSec: 5,
  turnFromSec: 5,
  timeoutAtSec: 9,
  whoseMove: 'asserter',
  moves: [],
  next: null,
  proof: null,
  money: { bondedWei: 0n, wonWei: 0n, lostWei: 0n }
}
const snapshot: EngineSnapshot = {
  ...idleSnapshot({
    network: { name: 'practice', label: 'Practice', l1ChainId: 1, l2ChainId: 2, practice: true },
    roles: { submitter: true, challenger: true, publicRound: true }
  }),
  seq: 7,
  state: 'running',
  challenges: [challenge]
}
const info: AppInfo = {
  version: '1',
  shell: 'browser',
  dataFolder: '/data',
  network: 'practice',
  practice: true,
  platform: 'linux'
}
const actionId = '00000000-0000-4000-8000-000000000000'
const inputs: Record<string, unknown> = {
  'alerts.mute': { code: 'RPC_DOWN', untilMs: null, on: true },
  'alerts.test': { channel: 'list' },
  'actions.cancel': { id: actionId },
  'actions.prepare': { kind: 'deposit', input: { amount: '1.5' } },
  'actions.replace': { id: actionId },
  'actions.sign': { id: actionId },
  'actions.submitSignature': { id: actionId, r: '0x1', s: '2', v: '00' },
  'challenges.export': { outputIndex: 3n, challenger },
  'challenges.get': { outputIndex: 3n, challenger },
  'challenges.list': { includePast: true, limit: 5 },
  'events.recent': { limit: 5 },
  'outputs.page': { before: null, limit: 5, mine: false },
  'outputs.series': { limit: 5 },
  'practiceLedger.control': { action: 'lock' },
  'practiceLedger.exchange': { id: actionId, apduHex: 'e006000000' },
  'view.visible': { visible: true }
}

/** Parts that are given below; the others have tests of their own. */
const given = /^(actions|alerts|app|challenges|engine|events|guard|outputs|practiceLedger|prover|view)\./

/** Actions that only say that they were asked for. */
const actionsDouble = (told: string[]): Actions => {
  const names = ['overview', 'prepare', 'sign', 'submitSignature', 'replace', 'cancel', 'list']
  return Object.fromEntries(names.map((name) => [name, async () => void told.push(name)])) as unknown as Actions
}

const noAlerts = { active: [], past: [], mutes: [], channels: [], quietHours: null, quiet: false }
const alertsDouble = (told: string[]): AlertsControl => ({
  overview: () => noAlerts,
  mute: ({ code, on }) => {
    told.push(`mute ${code} ${on}`)
    return noAlerts
  },
  test: async (channel) => ({ ok: true, atMs: 1, detail: channel })
})
const ledgerDouble = (told: string[]): PracticeLedgerPort => ({
  state: () => ({ seq: 1, screen: null }) as PracticeLedgerState,
  control: (action) => void told.push(`control ${action}`),
  exchange: async (apdu) => {
    told.push(`exchange ${Buffer.from(apdu).toString('hex')}`)
    return Uint8Array.of(0x90, 0)
  }
})

let calls: string[]
let log: RecordingLog
let transport: MemoryTransport
let engineStart: () => Promise<void>

beforeEach(() => {
  calls = []
  log = recordingLog()
  transport = memoryTransport()
  engineStart = async () => void calls.push('start')
  const deps: HandlerDeps = {
    info: () => info,
    engine: {
      snapshot: () => snapshot,
      start: () => engineStart(),
      stop: () => calls.push('stop'),
      resumeSigning: async () => void calls.push('resume'),
      recentEvents: (limit) => {
        calls.push(`recent ${limit}`)
        return [{ type: 'gate.passed', gate: 'chains', seq: 1, atMs: 2 }]
      }
    },
    history: {
      page: ({ before, limit, mine }) => {
        calls.push(`page ${before} ${limit} ${mine}`)
        return { rows: [], nextBefore: 3n, total: 9 }
      },
      series: (limit) => {
        calls.push(`series ${limit}`)
        return [{ index: 1n, submittedAtSec: 2, rewardWei: 3n, gasUsed: null, feeWei: null }]
      },
      challenges: (limit) => {
        calls.push(`challenges ${limit}`)
        return []
      },
      challengeCount: () => 1,
      output: () => null
    },
    actions: () => actionsDouble(calls),
    alerts: () => alertsDouble(calls),
    practice: () => {
      throw new Error('there is none')
    },
    ledger: () => ledgerDouble(calls),
    clock: new ManualClock()
  }
  serve(transport.port, { handlers: createHandlers(deps), log, signal: new AbortController().signal })
})

describe('serve', () => {
  it('answers every command of the parts that it is given', async () => {
    const view = transport.connect()
    for (const name of commandNames.filter((known) => given.test(known)))
      expect(await view.raw(name, inputs[name]), name).toMatchObject({ ok: true })
    expect(calls).toEqual([
      ...['cancel', 'list', 'prepare', 'replace', 'sign', 'submitSignature', 'overview'],
      'mute RPC_DOWN true',
      ...['recent 500', 'challenges 5', 'start', 'stop', 'recent 5', 'resume', 'page null 5 false', 'series 5'],
      ...['control lock', 'exchange e006000000']
    ])
  })

  it('gives the values back as the handlers returned them', async () => {
    const view = transport.connect()
    expect(await view.invoke('app.info', undefined)).toEqual({ ok: true, value: info })
    expect(await view.invoke('engine.start', undefined)).toEqual({ ok: true, value: snapshot })
    expect(await view.invoke('outputs.page', { before: 4n, limit: 1, mine: true })).toEqual({
      ok: true,
      value: { rows: [], nextBefore: 3n, total: 9 }
    })
  })

  it('refuses every command from an untrusted sender before anything else is looked at', async () => {
    const view = transport.connect({ trusted: false })
    for (const name of [...commandNames, 'no.such']) {
      expect(await view.raw(name, { garbage: true })).toMatchObject({ ok: false, error: { code: 'IPC_UNTRUSTED' } })
    }
    expect(calls).toEqual([])
  })

  it('resumes signing when the operator says so', async () => {
    expect(await transport.connect().invoke('guard.resume', undefined)).toEqual({ ok: true, value: snapshot })
    expect(calls).toEqual(['resume'])
  })

  it.each(['', 'engine', 'constructor', '__proto__', 'toString', 'engine.snapshot '])(
    'does not know the command %j',
    async (name) => {
      expect(await transport.connect().raw(name, undefined)).toMatchObject({ error: { code: 'IPC_UNKNOWN_COMMAND' } })
    }
  )

  it('does not know a command whose name is no text', async () => {
    const name = ['engine.start'] as unknown as string
    expect(await transport.connect().raw(name, undefined)).toMatchObject({ error: { code: 'IPC_UNKNOWN_COMMAND' } })
    expect(calls).toEqual([])
  })

  it.each([
    ['alerts.mute', { code: 'NOTHING', untilMs: null, on: true }, 'code'],
    ['alerts.mute', { code: 'RPC_DOWN', untilMs: -5, on: true }, 'untilMs'],
    ['alerts.test', { channel: 'x'.repeat(41) }, 'channel'],
    ['events.recent', { limit: 0 }, 'limit'],
    ['events.recent', { limit: 501 }, 'limit'],
    ['events.recent', { limit: 1.5 }, 'limit'],
    ['events.recent', { limit: '5' }, 'limit'],
    ['events.recent', { limit: 5, extra: 1 }, ''],
    ['events.recent', undefined, ''],
    ['outputs.page', { before: -1n, limit: 5, mine: false }, 'before'],
    ['outputs.page', { before: 1, limit: 5, mine: false }, 'before'],
    ['outputs.series', { limit: 10_001 }, 'limit'],
    ['challenges.list', { includePast: true, limit: 5_001 }, 'limit'],
    ['challenges.get', { outputIndex: 3, challenger }, 'outputIndex'],
    ['challenges.get', { outputIndex: 3n, challenger: '0x12' }, 'challenger'],
    ['challenges.export', { outputIndex: 3n, challenger, createdAtSec: -1 }, 'createdAtSec'],
    ['practiceLedger.control', { action: 'explode' }, 'action'],
    ['practiceLedger.exchange', { id: '', apduHex: 'e006000000' }, 'id'],
    ['practiceLedger.exchange', { id: actionId, apduHex: 'e0060000' }, 'apduHex'],
    ['practiceLedger.exchange', { id: actionId, apduHex: 'E0060000000' }, 'apduHex'],
    ['practiceLedger.exchange', { id: actionId, apduHex: 'e0'.repeat(261) }, 'apduHex'],
    ['view.visible', { visible: 'yes' }, 'visible'],
    ['engine.start', {}, ''],
    ['engine.start', null, '']
  ])('refuses %s with %o', async (name, input, path) => {
    expect(await transport.connect().raw(name, input)).toMatchObject({
      ok: false,
      error: { code: 'IPC_BAD_INPUT', retryable: false, context: { name, path } }
    })
    expect(calls).toEqual([])
  })

  it('refuses input that could reach a prototype, and leaves prototypes as they are', async () => {
    const view = transport.connect()
    for (const text of [
      '{"limit":5,"__proto__":{"polluted":true}}',
      '{"limit":5,"constructor":{"prototype":{"polluted":true}}}',
      '{"limit":{"__proto__":{"polluted":true}}}'
    ]) {
      expect(await view.raw('events.recent', JSON.parse(text))).toMatchObject({ error: { code: 'IPC_BAD_INPUT' } })
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(calls).toEqual([])
  })

  it('refuses oversized input before the schema sees it', async () => {
    const view = transport.connect()
    const large = { limit: 5, more: 'x'.repeat(70_000) }
    expect(await view.raw('events.recent', large)).toMatchObject({ error: { code: 'IPC_TOO_LARGE' } })
    expect(await view.raw('outputs.page', { before: 10n ** 400n, limit: 5, mine: false })).toMatchObject({
      error: { code: 'IPC_TOO_LARGE' }
    })
  })

  it('takes an index beyond what a database holds as no bound', async () => {
    await transport.connect().invoke('outputs.page', { before: 10n ** 60n, limit: 5, mine: false })
    expect(calls).toEqual(['page null 5 false'])
  })

  it('passes on errors thrown on purpose, without their cause', async () => {
    engineStart = () => {
      const meta = { code: 'WRONG_CHAIN', expected: 1n, got: 5, hint: undefined }
      throw new AppError(meta, {
        message: 'The RPC is on another chain.',
        retryable: true,
        cause: new Error('key=abc')
      })
    }
    const reply = await transport.connect().invoke('engine.start', undefined)
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'WRONG_CHAIN',
        message: 'The RPC is on another chain.',
        retryable: true,
        context: { expected: '1', got: 5 }
      }
    })
    expect(log.lines).toEqual([])
  })

  it.each([new Error('https://node.example/key-abc is down'), 'key-abc', null])(
    'hides what was not thrown on purpose and tells the log',
    async (thrown) => {
      engineStart = async () => {
        throw thrown
      }
      const reply = await transport.connect().invoke('engine.start', undefined)
      expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL', context: { name: 'engine.start' } } })
      expect(JSON.stringify(reply)).not.toContain('key-abc')
      expect(log.lines).toMatchObject([{ level: 'error', event: 'ipc.failed', fields: { command: 'engine.start' } }])
    }
  )

  it('answers that it is not ready before it is served and after', async () => {
    const port = memoryTransport()
    const view = port.connect()
    expect(await view.invoke('app.info', undefined)).toMatchObject({
      error: { code: 'IPC_NOT_READY', retryable: true }
    })
    const handlers = createHandlers({} as HandlerDeps)
    const stop = serve(port.port, { handlers, log, signal: new AbortController().signal })
    stop()
    expect(await view.invoke('app.info', undefined)).toMatchObject({ error: { code: 'IPC_NOT_READY' } })
  })
})
