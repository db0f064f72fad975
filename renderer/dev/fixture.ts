import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { OutputRow } from '../../shared/domain/output.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { UpdateState } from '../../shared/domain/update.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { CommandName } from '../../shared/ipc/channels.ts'
import type { Input, OutputPoint, Payload } from '../../shared/ipc/contract.ts'
import type { Reply } from '../../shared/ipc/result.ts'
import { alertsDouble, muted, testedDouble } from './alert-double.ts'
import { pastDouble } from './challenge-scenarios.ts'
import { budgetDouble, doctorDouble } from './doctor-double.ts'
import { hostDouble, updateDouble } from './host-double.ts'
import { logsDouble, logTextDouble } from './log-double.ts'
import { moneyDouble } from './money-double.ts'
import { answerDouble, handledDouble, practiceLedgerDouble } from './practice-ledger-double.ts'
import { proverDouble, troubledProverDouble } from './prover-double.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { directedDouble, sceneDouble } from './scene-double.ts'
import { checkedDouble, probesDouble, settingsDouble } from './settings-double.ts'
import { outputDouble, outputsDouble } from './snapshot-double.ts'
import { type StakeOptions, stakeDouble } from './stake-double.ts'
import { Refused, type VaultScenario, vaultDouble } from './vault-double.ts'

export type FixtureOptions = {
  /** How many outputs `outputs.page` has; the snapshot's own when smaller than these. */
  outputs?: number
  nowMs?: () => number
  /** Rings once a second: pushes a new head. Without it the picture stands still. */
  everySecond?: (run: () => void) => void
  /** Another output each second. */
  busy?: boolean
  /** The transport is reported as lost right after the first snapshot. */
  loseConnection?: boolean
  /** Answers take this long. */
  delayMs?: number
  /** The settings are those of a validator on Sepolia. */
  remote?: boolean
  /** Nobody has been through the first start. */
  welcome?: boolean
  /** Every command fails with this code. */
  failWith?: string
  /** Where the validator stands, and what becomes of its actions. */
  stake?: StakeOptions
  /** Everything about the prover's machine that can be wrong, at once. */
  proverTrouble?: boolean
  /** What there is in the vault, and whether it is open. */
  vault?: VaultScenario
  /** How far an update is. */
  update?: UpdateState['kind']
  /** What the Ledger answers to a request for a signature, as a status word; without one nobody decides. */
  ledgerVerdict?: string
  /** Rings once after a while. Without it, what is sent stays signed. */
  later?: (ms: number, run: () => void) => void
}

/** A bridge without an engine behind it, for tests and for looking at the screens. Starts and stops the engine in word only. */
export const fixtureBridge = (name: ScenarioName, options: FixtureOptions = {}): Bridge => {
  const nowMs = options.nowMs ?? (() => Date.now())
  const startMs = nowMs()
  let snapshot: EngineSnapshot = scenarios[name](startMs)
  const count = rowCount(snapshot, options)
  if (count > snapshot.totals.outputsSeen) snapshot = withOutputs(snapshot, count, startMs)
  const rows = outputsDouble(count, startMs / 1000, snapshot.outputs[0]?.index ?? 0n)
  let ledger = practiceLedgerDouble()
  const vault = vaultDouble(options.vault ?? 'open', nowMs)
  const stake = stakeDouble(options.stake ?? {}, nowMs, options.later ?? (() => {}))
  let alerts = alertsDouble(name, startMs)
  let settings = settingsDouble(!options.remote, options.welcome ?? false)
  /** The history knows more than the picture in one scenario. */
  const keptChallenges = (): ChallengeRow[] =>
    name === 'challenge-past' ? pastDouble(Math.floor(startMs / 1000), 260) : snapshot.challenges
  const trouble = snapshot.health.length > 0
  const listeners = new Set<(payload: EngineSnapshot) => void>()
  let connection: (connected: boolean) => void = () => {}

  const push = (patch: Partial<EngineSnapshot>): EngineSnapshot => {
    snapshot = { ...snapshot, ...patch, seq: snapshot.seq + 1, takenAtMs: nowMs() }
    for (const listener of listeners) listener(snapshot)
    return snapshot
  }
  const update = updateDouble(options.update ?? 'idle')
  let scene = sceneDouble(nowMs())
  let lost = false
  options.everySecond?.(() => {
    if (lost) return
    if (options.busy) submit()
    push({ chain: advance(snapshot, nowMs()) })
  })

  const submit = () => {
    const index = (rows[0]?.index ?? -1n) + 1n
    const row = outputDouble(index, nowMs() / 1000, index)
    rows.unshift(row)
    const { totals } = snapshot
    const mySubmissions = totals.mySubmissions + (row.mine ? 1 : 0)
    push({
      outputs: [row, ...snapshot.outputs].slice(0, 20),
      totals: { ...totals, mySubmissions, outputsSeen: totals.outputsSeen + 1 }
    })
  }

  const lose = () => {
    lost = true
    connection(false)
  }

  const prover = () => (options.proverTrouble ? troubledProverDouble : proverDouble)(nowMs())

  const answers: { [K in CommandName]: (input: Input<K>) => unknown } = {
    'actions.cancel': ({ id }) => stake.instead(id, 'cancel'),
    'actions.list': () => stake.list(),
    'actions.prepare': (request) => stake.prepare(request),
    'actions.replace': ({ id }) => stake.instead(id, 'replace'),
    'actions.sign': (which) => stake.send(which),
    'actions.submitSignature': (which) => stake.send(which),
    'actions.view': () => stake.overview(),
    'alerts.list': () => alerts,
    'alerts.mute': (mute) => {
      alerts = muted(alerts, mute)
      return alerts
    },
    'alerts.test': ({ channel }) => testedDouble(channel, nowMs()),
    'host.view': () => hostDouble,
    'updates.check': () => update,
    'updates.download': () => update,
    'updates.install': () => update,
    'updates.state': () => update,
    'app.info': () => ({
      version: '0.1.0',
      shell: 'browser',
      dataFolder: '/home/me/.config/kroma',
      network: snapshot.network.name,
      practice: snapshot.network.practice,
      platform: 'linux'
    }),
    'backup.create': () => ({
      id: '0c2a7b52-6f0c-4b58-9d8b-2f2d1f1f6a10',
      fileName: 'kroma-validator-2026-11-22t15-40-00z.kvbackup',
      size: 6,
      parts: 1,
      leftOut: ['The keystore file /home/me/validator-keystore.json', 'Proofs, which can be made again']
    }),
    'backup.put': () => null,
    'backup.read': () => 'S1JPTUFC',
    'backup.restore': () => ({
      createdAtMs: startMs - 86_400_000,
      appVersion: '0.1.0',
      network: 'Sepolia',
      keptIn: 'before-restore-2026-11-22t15-40-00z',
      secrets: 1
    }),
    'challenges.export': (which) =>
      JSON.stringify(findChallenge(keptChallenges(), which), (_, v) => (typeof v === 'bigint' ? `${v}` : v), 2),
    'challenges.get': (which) => findChallenge(keptChallenges(), which),
    'challenges.list': ({ includePast, limit }) => {
      const rows = keptChallenges().filter(({ outcome }) => includePast || outcome === null)
      return { rows: rows.slice(0, limit), total: rows.length }
    },
    'doctor.run': () => doctorDouble(nowMs(), snapshot.network.label, trouble),
    'engine.snapshot': () => snapshot,
    'engine.start': () => push({ ...scenarios.waiting(nowMs()), state: 'running' }),
    'engine.stop': () => push({ state: 'stopped', next: null }),
    'events.recent': () => [],
    'guard.resume': () => push({ guard: { ...snapshot.guard, pause: null }, health: [] }),
    'logs.export': (query) => logTextDouble(query, startMs),
    'logs.page': (query) => logsDouble(query, startMs, name === 'first-start'),
    'money.csv': () => 'time_utc,kind\r\nsha256,0\r\n',
    'money.summary': (input) => moneyDouble(rows, input),
    'outputs.page': (input) => page(rows, input),
    'outputs.series': (input) => series(rows).slice(-input.limit),
    'practice.direct': (direction) => {
      scene = directedDouble(scene, direction)
      return scene
    },
    'practice.scene': () => scene,
    'practiceLedger.control': ({ action }) => {
      ledger = handledDouble(ledger, action)
      return ledger
    },
    'practiceLedger.exchange': ({ apduHex }) => {
      const { signers } = stake.overview()
      const { address } = signers.withdraw ?? signers.validator
      return answerDouble(apduHex, { address, verdict: options.ledgerVerdict ?? null })
    },
    'practiceLedger.state': () => ledger,
    'prover.rehearse': prover,
    'prover.state': prover,
    'prover.stopMachine': prover,
    'rpcBudget.get': () => (name === 'first-start' ? null : budgetDouble(nowMs(), trouble)),
    'settings.apply': ({ config }) => {
      settings = { ...settings, config: config as never }
      return settings
    },
    'settings.check': ({ config }) => checkedDouble(config, settings.config),
    'settings.checkRpc': ({ kind, urls }) => probesDouble(kind, urls),
    'settings.export': () => JSON.stringify(settings.config, null, 2),
    'settings.get': () => settings,
    'settings.import': ({ text }) => ({ config: JSON.parse(text), preferences: {}, missing: [] }),
    'settings.setPreferences': ({ preferences }) => {
      settings = { ...settings, preferences: preferences as never }
      return settings
    },
    ...vault.answers,
    'view.visible': () => null
  }

  return {
    invoke: async (command, input) => {
      if (options.failWith !== undefined) return refuse(options.failWith)
      if (options.delayMs) await new Promise((done) => setTimeout(done, options.delayMs))
      if (lost) return refuse('IPC_DISCONNECTED')
      if (options.loseConnection) setTimeout(lose, 300)
      try {
        return { ok: true, value: answers[command](input) as never }
      } catch (error) {
        if (error instanceof Refused) return refuse(error.code, error.message)
        throw error
      }
    },
    subscribe: (topic, listener) => {
      if (topic === 'action.progress')
        return stake.onProgress(listener as (payload: Payload<'action.progress'>) => void)
      if (topic === 'vault.state') return vault.onChange(listener as (payload: Payload<'vault.state'>) => void)
      if (topic !== 'engine.snapshot') return () => {}
      const listen = listener as (payload: Payload<'engine.snapshot'>) => void
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    onConnection: (listener) => {
      connection = listener
      listener(true)
      return () => {}
    }
  }
}

const findChallenge = (
  rows: readonly ChallengeRow[],
  { outputIndex, challenger, createdAtSec }: Input<'challenges.get'>
) =>
  rows.find(
    (row) =>
      row.outputIndex === outputIndex &&
      row.challenger === challenger &&
      (createdAtSec === undefined || row.createdAtSec === createdAtSec)
  ) ?? null

const rowCount = (snapshot: EngineSnapshot, options: FixtureOptions): number =>
  snapshot.outputs.length === 0 ? 0 : (options.outputs ?? snapshot.totals.outputsSeen)

const withOutputs = (snapshot: EngineSnapshot, count: number, nowMs: number): EngineSnapshot => ({
  ...snapshot,
  outputs: outputsDouble(20, nowMs / 1000, BigInt(count - 1)),
  totals: { ...snapshot.totals, outputsSeen: count }
})

const advance = (snapshot: EngineSnapshot, nowMs: number): EngineSnapshot['chain'] => {
  const { chain, state } = snapshot
  if (chain === null || state !== 'running') return chain
  const steps = BigInt(Math.max(1, Math.floor(nowMs / 1000) - chain.l1.timestampSec))
  const l2 = chain.l2 && {
    unsafe: chain.l2.unsafe + steps,
    safe: chain.l2.safe + steps,
    finalized: chain.l2.finalized + steps
  }
  return {
    ...chain,
    l2,
    seenAtMs: nowMs,
    l1: { ...chain.l1, number: chain.l1.number + steps, timestampSec: Math.floor(nowMs / 1000) }
  }
}

const page = (all: OutputRow[], { before, limit, mine }: Input<'outputs.page'>) => {
  const wanted = mine ? all.filter((row) => row.mine) : all
  const start = before === null ? 0 : wanted.findIndex((row) => row.index < before)
  const rows = start < 0 ? [] : wanted.slice(start, start + limit)
  const more = start >= 0 && start + limit < wanted.length
  return { rows, nextBefore: more ? (rows.at(-1)?.index ?? null) : null, total: wanted.length }
}

const series = (rows: OutputRow[]): OutputPoint[] =>
  rows
    .filter((row) => row.mine)
    .map(({ index, submittedAtSec, rewardWei, gasUsed, feeWei }) => ({
      index,
      submittedAtSec,
      rewardWei,
      gasUsed,
      feeWei
    }))
    .reverse()

const refuse = (code: string, message = code): Reply<never> => ({
  ok: false,
  error: { code, message, retryable: true, context: {} }
})
