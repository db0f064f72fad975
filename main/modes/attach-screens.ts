import type { App } from '../app.ts'
import type { Arguments } from '../arguments.ts'
import { createBackupDesk } from '../backup-desk.ts'
import { createDoctorDesk } from '../doctor-desk.ts'
import { systemClock as clock } from '../engine/runtime/clock.ts'
import { installation } from '../installation.ts'
import { createHandlers, type HandlerDeps } from '../ipc/handlers/create-handlers.ts'
import { serve } from '../ipc/serve.ts'
import { createLogReader } from '../log/log-reader.ts'
import type { AppLogger } from '../log/logger.ts'
import type { MetricsHost } from '../metrics/metrics-host.ts'
import { createSecretDesks, onVaultView } from '../secret-desks.ts'
import { createSettingsDesk } from '../settings-desk.ts'
import type { Shell } from '../shell/shell.ts'
import type { DataFolder } from '../store/data-folder.ts'
import type { Settings } from '../store/settings/open-settings.ts'
import type { Vault } from '../store/vault/vault.ts'
import { appMetrics } from './app-metrics.ts'
import { hostDesk } from './host-desk.ts'

type Attached = {
  app: App
  vault: Vault
  life: AbortController
  settings: Settings
  args: Arguments
  data: DataFolder
  log: AppLogger
}

/** Answers the screens, tells them what changes, and starts the engine. */
export async function attachScreens(shell: Shell, parts: Attached): Promise<void> {
  const { app, vault, life, settings, args, data, log } = parts
  const metrics = appMetrics(app, log)
  const kept = { settings, fixedBy: args.configPath, app, clock }
  const desk = createSettingsDesk({ ...kept, log: log.child('settings') })
  const preferences = { now: settings.preferences(), onChange: desk.onPreferences }
  const host = hostDesk(shell, { app, preferences, log, signal: life.signal })
  const desks = createSecretDesks({ vault, app, clock, log })
  const handlers = createHandlers({
    ...engineDeps(app),
    info: () => infoOf(shell, parts),
    settings: desk,
    host,
    backup: createBackupDesk({
      ...kept,
      vault,
      dataFolder: data.path,
      version: installation.version,
      onRestored: desk.tellPreferences,
      log: log.child('backup')
    }),
    ...desks,
    doctor: doctorOf(shell, { ...parts, metrics }),
    logs: createLogReader({ path: data.file('app.log') }),
    clock
  })
  serve(shell.ipc, { handlers, log: log.child('ipc'), signal: life.signal })
  publishAll(shell, app)
  publishVault(shell, parts, desks.vault.view)
  shell.onTrayCommand((command) => (command === 'pause' ? void app.host.stop() : app.host.start()))
  shell.onQuitRequested(async () => {
    life.abort(new Error('quit'))
    await metrics.stop()
    await app.close()
    data.release()
  })
  app.startAlerts(shell)
  // The page is on its way while the engine starts.
  const opened = shell.openAtStart({ hidden: args.hidden })
  app.host.start()
  await opened
}

type EngineDeps = Pick<
  HandlerDeps,
  'engine' | 'history' | 'actions' | 'alerts' | 'ledger' | 'practice' | 'prover' | 'money'
>

/** What is asked of whichever engine runs right now. */
const engineDeps = (app: App): EngineDeps => ({
  engine: app.host,
  history: app.history,
  actions: () => app.host.actions(),
  alerts: () => app.alerts(),
  ledger: app.ledger.current,
  practice: app.practice.current,
  prover: () => app.prover(),
  money: () => app.money()
})

const infoOf = (shell: Shell, { app, args }: Attached): ReturnType<HandlerDeps['info']> => ({
  version: installation.version,
  shell: shell.kind,
  dataFolder: args.dataFolder,
  network: app.network().label,
  practice: app.network().practice,
  platform: process.platform
})

function doctorOf(
  shell: Shell,
  { app, vault, settings, args, data, log, metrics }: Attached & { metrics: MetricsHost }
): NonNullable<HandlerDeps['doctor']> {
  return createDoctorDesk({
    app,
    vault,
    secretStorage: () => shell.secretStorage(),
    autostart: () => (shell.kind === 'desktop' ? settings.preferences().host.autostart : null),
    metrics: () => metrics.state(),
    configPath: args.configPath,
    dataFolder: data.path,
    env: process.env,
    clock,
    log
  })
}

function publishAll(shell: Shell, app: App): void {
  const { host, ledger } = app
  let alertSeq = 0
  app.onAlertsChanged((change) => {
    alertSeq += 1
    shell.publish('alert.changed', { ...change, seq: alertSeq })
  })
  ledger.onState((state) => shell.publish('practiceLedger.state', state))
  host.onSnapshot((snapshot) => shell.publish('engine.snapshot', snapshot))
  host.onEvent((event) => shell.publish('engine.event', event))
  host.onActionProgress((progress) => shell.publish('action.progress', progress))
}

type VaultView = Parameters<typeof onVaultView>[1]

function publishVault(shell: Shell, parts: Attached, view: VaultView): void {
  let seq = 0
  onVaultView(parts, view, (now) => {
    seq += 1
    shell.publish('vault.state', { ...now, seq })
  })
}
