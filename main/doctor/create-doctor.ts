import type { Config } from '../../shared/config/config.ts'
import type { DoctorFinding, DoctorReport } from '../../shared/domain/doctor.ts'
import type { Address } from '../../shared/domain/hex.ts'
import type { ProverMachineOverview } from '../../shared/domain/prover.ts'
import type { RpcBudgetView } from '../../shared/domain/rpc-budget.ts'
import type { RequestMeter } from '../engine/chain/types.ts'
import type { EngineConfig } from '../engine/engine-config.ts'
import type { Logger } from '../engine/ports.ts'
import type { MachineRights } from '../engine/prover/machine/machine-rights.ts'
import type { PostText } from '../engine/prover/post-text.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { Check } from './check.ts'
import { chainChecks } from './checks/chain-checks.ts'
import { hostChecks } from './checks/host-checks.ts'
import { proverChecks } from './checks/prover-checks.ts'
import { settingsChecks } from './checks/settings-checks.ts'
import { validatorChecks } from './checks/validator-checks.ts'
import type { Spending } from './judge/judge-validator.ts'
import { measureChains } from './measure/measure-chains.ts'
import type { RunProgram } from './measure/measure-host.ts'
import { runChecks } from './run-checks.ts'

/** Everything that the checks look at; each part asked anew at each run. Nothing here needs a passphrase. */
export type DoctorWorld = {
  settings: Config
  /** The file that the settings come from, null for the app's own. */
  configPath: string | null
  network: string
  /** Null while the network does not run (the practice network). */
  engine: EngineConfig | null
  /** Why, when there is more to say than that it does not run. */
  engineMissing?: DoctorFinding | null
  /** The validator's; null where only the key itself would tell. */
  account: Address | null
  key: () => Promise<DoctorFinding>
  /** Where secrets are kept. */
  keyStorage: () => Promise<DoctorFinding>
  /** Null: the host cannot say. */
  autostart: () => Promise<boolean | null>
  /** The metrics' server; null where none runs beside this. */
  metrics: MetricsView | null
  dataFolder: { path: string; inUse: boolean }
  /** Of the network and account; null when there is none yet. */
  journalFile: string | null
  spending: () => Spending | null
  budget: () => RpcBudgetView | null
  machine: {
    overview: () => ProverMachineOverview | null
    rights: (signal: AbortSignal) => Promise<MachineRights | null>
  } | null
  post: PostText
  program: RunProgram
  platform: NodeJS.Platform
  meter?: RequestMeter | undefined
}

/** As main/metrics tells it. */
export type MetricsView =
  | { kind: 'off' }
  | { kind: 'listening'; host: string; port: number; open: boolean }
  | { kind: 'failed'; message: string }

export type Doctor = { run(signal: AbortSignal): Promise<DoctorReport> }

/** Looks at everything that a validator needs. Signs nothing, changes nothing. */
export function createDoctor({
  world,
  clock,
  log
}: {
  world: () => DoctorWorld | Promise<DoctorWorld>
  clock: Clock
  log: Logger
}): Doctor {
  return {
    async run(signal) {
      const startedMs = clock.now()
      const now = await world()
      const life = new AbortController()
      const inner = AbortSignal.any([signal, life.signal])
      const { engine, account, meter } = now
      const chains = engine && measureChains({ config: engine, account, clock, log, meter, signal: inner })
      const parts = { world: now, chains, clock }
      const checks: Check[] = [
        ...settingsChecks(parts),
        ...chainChecks(parts),
        ...validatorChecks(parts),
        ...proverChecks(parts),
        ...hostChecks(parts)
      ]
      try {
        const found = await runChecks(checks, {
          clock,
          signal: inner,
          log: (name, error) => log.error('doctor.check-broke', { name, detail: String(error) })
        })
        return { network: now.network, takenAtMs: clock.now(), tookMs: clock.now() - startedMs, checks: found }
      } finally {
        life.abort(new Error('all checks are made'))
        chains?.close()
      }
    }
  }
}
