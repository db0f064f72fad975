import type { PreparedTx } from '../../../shared/domain/action.ts'

const prefix = 'action:'

/** What the queue knows an action's transaction by: its id, and for people to read what it is. */
export const actionPurpose = ({ id, kind, step }: Pick<PreparedTx, 'id' | 'kind' | 'step'>): string =>
  `${prefix}${id}:${kind}${step === 'call' ? '' : `:${step}`}`

/** The id in it; null where it is no action's. */
export const actionIdOf = (purpose: string): string | null =>
  purpose.startsWith(prefix) ? (purpose.split(':')[1] ?? null) : null
