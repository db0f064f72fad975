import type { AlertSettings } from '../../../shared/config/alerts.ts'
import type { AlertCode, AlertScreen, AlertSeverity } from '../../../shared/domain/alert.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { ProverWarning } from '../../../shared/domain/prover-warnings.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'

/** What the snapshot does not hold. Left out where nobody can say. */
export type AlertFacts = {
  /** When a commission change that was initiated can be finalized, L1 chain time; null when none was. */
  commissionReadyAtSec?: number | null
  /** Of the machine that the prover runs on; null without one. */
  cloud?: readonly ProverWarning[] | null
  /** Since when the engine has been stopped. */
  stoppedSinceMs?: number | null
  /** Since when it has been starting and said what it waits for, e.g. a passphrase. */
  waitingSinceMs?: number | null
  /** The app did not run between these two. */
  asleep?: { fromMs: number; toMs: number } | null
}

export type AlertWorld = {
  snapshot: EngineSnapshot
  /** Since the last look, in order. */
  events: readonly StampedEvent[]
  nowMs: number
  /** L1 chain time; null before the first head. */
  chainNowSec: number | null
  facts: AlertFacts
  settings: AlertSettings
}

export type Finding = {
  code: AlertCode
  /** Names the one case among those of its code; null when there is only one. */
  id: string | null
  subject: string | null
  severity: AlertSeverity
  title: string
  body: string
  screen: AlertScreen
}

/** `holds`: alerts that hold now; those of the same codes that are missing are over, unless `complete` is false: then their absence says nothing. `happened`: told once, by their id. `over`: ids of happenings that need no more attention. */
export type Verdict = {
  holds?: Finding[]
  complete?: boolean
  happened?: Finding[]
  over?: { code: AlertCode; id: string }[]
}

/** Pure. */
export type Rule = { codes: readonly AlertCode[]; judge: (world: AlertWorld) => Verdict }

/** Nothing can be said. */
export const unknown: Verdict = { complete: false }

/** The engine looks at the world: what its snapshot does not list is not so. */
export const isLooking = ({ snapshot }: Pick<AlertWorld, 'snapshot'>): boolean =>
  snapshot.state === 'running' || snapshot.state === 'degraded'
