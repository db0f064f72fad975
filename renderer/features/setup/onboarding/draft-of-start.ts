import { type Draft, draftFor } from '../draft.ts'
import type { SettingsDesk } from '../use-settings.ts'
import type { Start } from './texts.ts'

/** What each way to begin fills in before the operator does. */
export function draftOfStart(start: Start, { draft, view }: Pick<SettingsDesk, 'draft' | 'view'>): Draft {
  const remote = draft.network === 'practice' ? draftFor('mainnet', draft, view.others) : draft
  if (start === 'watch') return { ...remote, key: { source: 'none', account: '' }, roles: { submitter: false } }
  const { key } = remote as { key?: { source?: string } }
  return key === undefined || key.source === 'none' ? { ...remote, key: { source: 'vault' } } : remote
}
