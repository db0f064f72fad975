import type { AwakeReason } from '../../shared/domain/host.ts'
import type { UpdateRefusal } from '../../shared/domain/update.ts'

export type UpdateFacts = {
  wanted: boolean
  feedUrl: string | null
  /** The app was installed, not run from its sources. */
  installed: boolean
  /** The system, or the updater, checks who signed what it installs. */
  signatureChecked: boolean
  /** What the validator is needed for now; see `decideKeepAwake`. */
  needed: AwakeReason | null
  pendingTransactions: number
}

/** Why `step` is not taken now; null when it may be. Looking and fetching disturb nobody; installing restarts the app. Pure. */
export function decideUpdate(step: 'check' | 'download' | 'install', facts: UpdateFacts): UpdateRefusal | null {
  if (!facts.wanted) return 'OFF'
  if (facts.feedUrl === null) return 'NO_FEED'
  if (!facts.installed) return 'NOT_INSTALLED'
  if (step === 'check') return null
  if (!facts.signatureChecked) return 'UNSIGNED'
  if (step === 'download') return null
  if (facts.needed === 'dispute') return 'DISPUTE_OPEN'
  if (facts.pendingTransactions > 0) return 'TRANSACTION_PENDING'
  return facts.needed === 'round' ? 'ROUND_NEAR' : null
}
