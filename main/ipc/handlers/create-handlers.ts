import { AppError } from '../../../shared/errors.ts'
import type { AppInfo } from '../../../shared/ipc/contract.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import type { LogReader } from '../../log/log-reader.ts'
import type { Handlers } from '../serve.ts'
import { type ActionsControl, actionHandlers } from './action-handlers.ts'
import { type AlertsControl, alertHandlers } from './alert-handlers.ts'
import { appHandlers } from './app-handlers.ts'
import { type BackupControl, backupHandlers } from './backup-handlers.ts'
import { type ChallengeArchive, challengeHandlers } from './challenge-handlers.ts'
import { type DoctorControl, doctorHandlers } from './doctor-handlers.ts'
import { type EngineControl, engineHandlers } from './engine-handlers.ts'
import { type EnvControl, envHandlers } from './env-handlers.ts'
import { createExchangeDesk } from './exchange-desk.ts'
import { type HostControl, hostHandlers } from './host-handlers.ts'
import { type KeyControl, keyHandlers } from './key-handlers.ts'
import { logHandlers } from './log-handlers.ts'
import { type MoneyControl, moneyHandlers } from './money-handlers.ts'
import { type OutputHistory, outputHandlers } from './output-handlers.ts'
import { type PracticeControl, practiceHandlers } from './practice-handlers.ts'
import { type PracticeLedgerControl, practiceLedgerHandlers } from './practice-ledger-handlers.ts'
import { type ProverControl, proverHandlers } from './prover-handlers.ts'
import { type SettingsControl, settingsHandlers } from './settings-handlers.ts'
import { type VaultControl, vaultHandlers } from './vault-handlers.ts'

export type HandlerDeps = {
  info: () => AppInfo
  engine: EngineControl
  history: OutputHistory & ChallengeArchive
  actions: ActionsControl
  alerts: () => AlertsControl
  ledger: PracticeLedgerControl
  practice: PracticeControl
  /** Left out, or gives null, where none is configured. */
  prover?: () => ProverControl | null
  money?: () => MoneyControl
  settings?: SettingsControl
  backup?: BackupControl
  vault?: VaultControl
  keys?: KeyControl
  env?: EnvControl
  doctor?: DoctorControl
  host?: HostControl
  logs?: LogReader
  clock: Clock
}

/** A handler for every command of the contract. */
export const createHandlers = ({
  info,
  engine,
  history,
  actions,
  alerts,
  ledger,
  practice,
  prover = () => null,
  money,
  settings,
  backup,
  vault,
  keys,
  env,
  doctor,
  host,
  logs,
  clock
}: HandlerDeps): Handlers => ({
  ...appHandlers(info),
  ...engineHandlers(engine),
  ...actionHandlers(actions),
  ...alertHandlers(alerts),
  ...outputHandlers(history),
  ...challengeHandlers({ info, engine, history }),
  ...proverHandlers(prover),
  ...moneyHandlers(() => present(money)()),
  ...settingsHandlers(() => present(settings)),
  ...backupHandlers(() => present(backup)),
  ...vaultHandlers(() => present(vault)),
  ...keyHandlers(() => present(keys)),
  ...envHandlers(() => present(env)),
  ...doctorHandlers(() => present(doctor)),
  ...hostHandlers(() => present(host)),
  ...logHandlers(() => present(logs)),
  ...practiceHandlers(practice),
  ...practiceLedgerHandlers(ledger, createExchangeDesk({ clock }))
})

function present<T>(part: T | undefined): T {
  if (part !== undefined) return part
  throw new AppError({ code: 'NOT_AVAILABLE' }, { message: 'This part of the app does not run here.' })
}
