import type { Severity } from '../../shared/domain/health.ts'

/** How something is coloured: what it means, never which colour. */
export type Tone = 'neutral' | 'accent' | Severity
