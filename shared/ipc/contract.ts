import { z } from 'zod'
import type { ActionProgress } from '../domain/action.ts'
import type { AlertSeverity } from '../domain/alert.ts'
import type { ChallengeRow } from '../domain/challenge.ts'
import type { StampedEvent } from '../domain/engine-event.ts'
import type { Address } from '../domain/hex.ts'
import type { OutputRow } from '../domain/output.ts'
import type { PracticeLedgerState } from '../domain/practice-ledger.ts'
import type { EngineSnapshot } from '../domain/snapshot.ts'
import type { UpdateState } from '../domain/update.ts'
import type { VaultView } from '../domain/vault.ts'
import { actionCommands } from './action-commands.ts'
import { alertCommands } from './alert-commands.ts'
import { backupCommands } from './backup-commands.ts'
import type { CommandName, TopicName } from './channels.ts'
import { doctorCommands } from './doctor-commands.ts'
import { envCommands } from './env-commands.ts'
import { hostCommands } from './host-commands.ts'
import { keyCommands } from './key-commands.ts'
import { logCommands } from './log-commands.ts'
import { moneyCommands } from './money-commands.ts'
import { practiceCommands } from './practice-commands.ts'
import { practiceLedgerCommands } from './practice-ledger-commands.ts'
import { proverCommands } from './prover-commands.ts'
import { settingsCommands } from './settings-commands.ts'
import { vaultCommands } from './vault-commands.ts'

/** Main builds these values itself; only what comes in from the renderer is parsed. */
const of = <T>() => z.custom<T>()
const nothing = z.undefined()

export type AppInfo = {
  version: string
  shell: 'desktop' | 'browser'
  dataFolder: string
  network: string
  practice: boolean
  platform: string
}

/** One point of the rewards and gas charts; one per own output, oldest first. */
export type OutputPoint = {
  index: bigint
  submittedAtSec: number
  rewardWei: bigint | null
  gasUsed: bigint | null
  feeWei: bigint | null
}

/** Which dispute. Without `createdAtSec`: the newest one of this challenger on this output, since a challenger may have had two. */
const whichChallenge = z.strictObject({
  outputIndex: z.bigint().nonnegative(),
  challenger: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((v) => v as Address),
  createdAtSec: z.int().nonnegative().optional()
})

/** How many alerts hold, and how bad the worst is; the list itself is asked for. */
export type AlertsChanged = { seq: number; active: number; worst: AlertSeverity | null }

type Command = { input: z.ZodType; output: z.ZodType }

export const commands = {
  ...actionCommands,
  ...alertCommands,
  ...backupCommands,
  ...doctorCommands,
  ...logCommands,
  ...practiceCommands,
  ...practiceLedgerCommands,
  ...proverCommands,
  ...moneyCommands,
  ...settingsCommands,
  ...hostCommands,
  ...vaultCommands,
  ...keyCommands,
  ...envCommands,
  'app.info': { input: nothing, output: of<AppInfo>() },
  /** The whole case as the text of a JSON file. Refused with CHALLENGE_UNKNOWN when there is no such dispute. */
  'challenges.export': { input: whichChallenge, output: of<string>() },
  'challenges.get': { input: whichChallenge, output: of<ChallengeRow | null>() },
  /** Newest first; open ones are always among them. `total` counts all that there are of those asked for. */
  'challenges.list': {
    input: z.strictObject({ includePast: z.boolean(), limit: z.int().min(1).max(5_000) }),
    output: of<{ rows: ChallengeRow[]; total: number }>()
  },
  'engine.snapshot': { input: nothing, output: of<EngineSnapshot>() },
  'engine.start': { input: nothing, output: of<EngineSnapshot>() },
  'engine.stop': { input: nothing, output: of<EngineSnapshot>() },
  'events.recent': { input: z.strictObject({ limit: z.int().min(1).max(500) }), output: of<StampedEvent[]>() },
  /** Signing goes on after a pause: what others have sent so far counts as known. Refused (retryable) while nothing runs or the endpoints do not answer. */
  'guard.resume': { input: nothing, output: of<EngineSnapshot>() },
  'outputs.page': {
    input: z.strictObject({
      before: z.bigint().nonnegative().nullable(),
      limit: z.int().min(1).max(500),
      mine: z.boolean()
    }),
    output: of<{ rows: OutputRow[]; nextBefore: bigint | null; total: number }>()
  },
  'outputs.series': { input: z.strictObject({ limit: z.int().min(1).max(10_000) }), output: of<OutputPoint[]>() },
  'view.visible': { input: z.strictObject({ visible: z.boolean() }), output: of<null>() }
} as const satisfies Record<CommandName, Command>

export type Topics = {
  'engine.snapshot': EngineSnapshot
  'engine.event': StampedEvent
  'action.progress': ActionProgress
  'alert.changed': AlertsChanged
  'practiceLedger.state': PracticeLedgerState
  'update.state': UpdateState & { seq: number }
  'vault.state': VaultView & { seq: number }
} & Record<TopicName, { seq: number }>

export type Input<K extends CommandName> = z.input<(typeof commands)[K]['input']>
/** What a handler is given. */
export type Parsed<K extends CommandName> = z.output<(typeof commands)[K]['input']>
export type Output<K extends CommandName> = z.output<(typeof commands)[K]['output']>
export type Payload<K extends TopicName> = Topics[K]
