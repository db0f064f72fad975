import type { UpdateRefusal, UpdateState } from '../../shared/domain/update.ts'
import { formatClock } from '../format/time.ts'

export type UpdateText = {
  tone: 'notice' | 'warning'
  title: string
  text: string
  /** The next step, when the operator may take it now. */
  act: { name: string; command: 'updates.check' | 'updates.download' | 'updates.install' } | null
}

const refusals: Record<UpdateRefusal, string> = {
  OFF: 'Updates are switched off in the settings.',
  NO_FEED: 'The settings name no feed.',
  NOT_INSTALLED: 'Only the installed app can be updated from within.',
  UNSIGNED: 'Nobody checks on this system who signed it: fetch it yourself, from where you got this app.',
  DISPUTE_OPEN: 'It waits: a challenge with your bond is open, and the app must not restart now.',
  TRANSACTION_PENDING: 'It waits: a transaction is under way.',
  ROUND_NEAR: 'It waits: your validator may have to submit soon.'
}

/** What to say of an update, and what can be done; null when there is nothing to say. Pure. */
export function updateText(state: UpdateState): UpdateText | null {
  if (state.kind === 'available') {
    const title = `Version ${state.version} is available.`
    if (state.refusal !== null) return { tone: 'notice', title, text: refusals[state.refusal], act: null }
    return {
      tone: 'notice',
      title,
      text: 'Fetching it disturbs nothing.',
      act: { name: 'Fetch it', command: 'updates.download' }
    }
  }
  if (state.kind === 'downloading')
    return { tone: 'notice', title: `Fetching version ${state.version}:`, text: `${state.percent} %`, act: null }
  if (state.kind === 'ready') {
    const title = `Version ${state.version} is ready.`
    if (state.refusal !== null) return { tone: 'notice', title, text: refusals[state.refusal], act: null }
    const act = { name: 'Install and restart', command: 'updates.install' } as const
    return { tone: 'notice', title, text: 'The validator stops for a moment and starts again with it.', act }
  }
  if (state.kind === 'installing')
    return {
      tone: 'notice',
      title: `Version ${state.version} is being installed.`,
      text: 'The app starts again.',
      act: null
    }
  if (state.kind === 'failed')
    return {
      tone: 'warning',
      title: 'The update failed.',
      text: state.message,
      act: { name: 'Try again', command: 'updates.check' }
    }
  return null
}

/** How far it is, in one line. Pure. */
export function updateLine(state: UpdateState): string {
  if (state.kind === 'checking') return 'Looking…'
  if (state.kind === 'idle') {
    if (state.refusal !== null) return refusals[state.refusal]
    return state.checkedAtMs === null
      ? 'Not looked for yet.'
      : `Nothing new at ${formatClock(state.checkedAtMs / 1000)}.`
  }
  const { title, text } = updateText(state) ?? { title: '', text: '' }
  return `${title} ${text}`
}
