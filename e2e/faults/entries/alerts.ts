import { join } from 'node:path'
import { startAlertsStage } from '../../../main/alerts/testing/alerts-stage.ts'
import { type Receiver, startReceiver } from '../../../main/alerts/testing/receiver.ts'
import { nowMs, nowSec, validatorDouble } from '../../../main/alerts/testing/world-double.ts'
import { ManualClock } from '../../../main/engine/runtime/manual-clock.ts'
import { openHistory } from '../../../main/store/history.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import { expect } from '../stage/own-work.ts'

type Stage = ReturnType<typeof startAlertsStage>
type Play = {
  receiver: Receiver
  folder: string
  /** Alerts at work, with a webhook and a dead-man ping to the receiver. */
  start(options?: Parameters<typeof startAlertsStage>[0]): Stage
  posted(): { kind: string; code: string }[]
}

const jailed = { validator: validatorDouble({ inJail: true, jailExpiresAtSec: nowSec + 86_400 }) }
const webhookOf = (stage: Stage) => stage.service.overview().channels.find(({ kind }) => kind === 'webhook')

/** Virtual time in small steps: what a real server answers comes in real time. */
async function pass({ clock }: Stage, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    await clock.advance(Math.min(1_000, left))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Lets virtual time pass until it is so. */
async function until(stage: Stage, what: string, holds: () => boolean, withinMs = 120_000): Promise<void> {
  for (let ms = 0; !holds(); ms += 1_000) {
    if (ms > withinMs) throw new Error(`${what}: not within ${withinMs / 1_000} s of virtual time`)
    await pass(stage, 1_000)
  }
}

const entry = (
  name: string,
  injected: string,
  expected: string,
  play: (stage: Play) => Promise<string>
): FaultEntry => ({
  name: `alerts-${name}`,
  injected,
  expected,
  async run({ folder }: FaultContext) {
    const receiver = await startReceiver()
    const stages: Stage[] = []
    try {
      return await play({
        receiver,
        folder,
        start(options = {}) {
          const webhooks = [{ name: 'phone', url: `${receiver.url}/hook` }]
          const ping = { url: `${receiver.url}/beat`, everyMinutes: 1 }
          const stage = startAlertsStage({ settings: { webhooks, ping }, ...options })
          stages.push(stage)
          return stage
        },
        posted: () => receiver.received.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(body)] : []))
      })
    } finally {
      for (const stage of stages) await stage.stop()
      await receiver.close().catch(() => {})
    }
  }
})

async function everyChannelTested({ start }: Play): Promise<string> {
  const stage = start()
  await stage.clock.advance(0)
  const names = stage.service.overview().channels.map(({ name }) => name)
  const receipts = await Promise.all(names.map((name) => stage.service.test(name)))
  expect(
    'each receipt is good',
    receipts.every(({ ok }) => ok),
    receipts
  )
  expect('no alert came of it', stage.service.overview().active.length === 0)
  return `${names.join(', ')}: each with a receipt`
}

async function failing({ receiver, start, posted }: Play): Promise<string> {
  receiver.answerWith((n) => (n <= 3 ? { status: 500 } : { status: 200 }))
  const stage = start()
  await stage.clock.advance(0)
  stage.show(jailed)
  await until(stage, 'the webhook after its failures', () => webhookOf(stage)?.last?.ok === true)
  expect('the other channels did not wait', stage.host.notices.length === 1, stage.host.notices.length)
  const raised = posted().filter(({ kind, code }) => kind === 'raised' && code === 'JAILED')
  await pass(stage, 120_000)
  expect('not sent again once it was taken', posted().length === raised.length, posted().length)
  return `tray and notification at once; webhook taken at try ${raised.length}, not sent again`
}

async function offline({ receiver, start, posted }: Play): Promise<string> {
  await receiver.goOffline()
  const stage = start()
  await stage.clock.advance(0)
  stage.show(jailed)
  await until(stage, 'the failure of the webhook', () => webhookOf(stage)?.last?.ok === false)
  const detail = webhookOf(stage)?.last?.detail
  await receiver.comeBack()
  await until(stage, 'the webhook once it is back', () => posted().some(({ code }) => code === 'JAILED'))
  expect('the notification was told once', stage.host.notices.length === 1)
  return `"${detail}"; sent once it was back`
}

async function restarted({ folder, start, posted }: Play): Promise<string> {
  const file = join(folder, 'history.db')
  const before = openHistory(file)
  const first = start({ history: before })
  await first.clock.advance(0)
  first.show(jailed)
  await until(first, 'the alert', () => posted().length === 1)
  await first.stop()
  before.close()
  const after = openHistory(file)
  const second = start({ history: after, clock: new ManualClock(nowMs + 60_000) })
  second.show(jailed)
  await pass(second, 30_000)
  const active = second.service.overview().active.map(({ code }) => code)
  expect('still active', active.join() === 'JAILED', active)
  expect('told no second time', posted().length === 1 && second.host.notices.length === 0, posted())
  await second.stop()
  after.close()
  return 'still active after the restart, told no second time on any channel'
}

async function repeated({ start, posted }: Play): Promise<string> {
  const history = openHistory(':memory:')
  const settings = { repeat: { criticalHours: 1 }, webhooks: [] }
  const stage = start({ settings, history })
  await stage.clock.advance(0)
  stage.show(jailed)
  await pass(stage, 5_000)
  const [first] = [stage.host.notices.length]
  for (let minute = 0; minute < 62; minute++) {
    await stage.clock.advance(60_000)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const again = stage.host.notices.length
  expect('said again after an hour', first === 1 && again === 2, [first, again])
  stage.show({})
  await pass(stage, 15_000)
  const { active, past } = stage.service.overview()
  expect('resolved', active.length === 0 && past[0]?.code === 'JAILED', { active, past })
  expect('the tray says so', stage.host.trays.at(-1)?.severity === 'ok', stage.host.trays.at(-1))
  expect('no webhook was asked', posted().length === 0)
  return 'told, told again after an hour, resolved when it was over'
}

async function deadMan({ receiver, start }: Play): Promise<string> {
  const beats = (): number => receiver.received.filter(({ method }) => method === 'GET').length
  const stage = start()
  await stage.clock.advance(0)
  stage.show({})
  for (let minute = 0; minute < 3; minute++) {
    await pass(stage, 60_000)
    stage.show({})
  }
  const lively = beats()
  expect('pings while the engine lives', lively >= 3, lively)
  // From here on the engine says nothing any more.
  await pass(stage, 400_000)
  const stalled = beats()
  await pass(stage, 300_000)
  expect('no ping while it stalls', beats() === stalled, beats() - stalled)
  stage.show({})
  await until(stage, 'pings again', () => beats() > stalled)
  return `${lively} pings in 3 min, none in the last 5 min of a stall, again when it lives`
}

export const alertEntries: FaultEntry[] = [
  entry('test-fired', 'every channel is test-fired', 'a receipt from each, and no alert', everyChannelTested),
  entry(
    'channel-failing',
    'the webhook answers 500 three times',
    'the other channels do not wait; it is tried again, and told once',
    failing
  ),
  entry('channel-offline', 'the webhook’s server is away, and comes back', 'said why; sent when it is back', offline),
  entry(
    'restart-while-active',
    'the app is started anew while an alert is active',
    'still active, told no second time',
    restarted
  ),
  entry(
    'repeat-resolve',
    'a critical alert lasts more than an hour, then is over',
    'told again after the hour set, then resolved everywhere',
    repeated
  ),
  entry(
    'dead-man',
    'the engine stalls: no event, no snapshot',
    'pings every minute while it lives, none when it stalls, again afterwards',
    deadMan
  )
]
