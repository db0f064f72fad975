import type { ValidatorStatus } from '../../../shared/domain/validator.ts'
import type { Tone } from '../../ui/tone.ts'

export const statusTexts: Record<ValidatorStatus, { text: string; tone: Tone; hint: string }> = {
  NONE: { text: 'Not registered', tone: 'neutral', hint: 'This account is not a validator.' },
  EXITED: { text: 'Exited', tone: 'critical', hint: 'Less own KRO than the minimum: not drawn, and earns nothing.' },
  REGISTERED: { text: 'Registered', tone: 'warning', hint: 'Too little weight to be drawn.' },
  READY: { text: 'Ready', tone: 'warning', hint: 'Enough weight, but not in the draws: activate it.' },
  INACTIVE: { text: 'Inactive', tone: 'warning', hint: 'Not drawn.' },
  ACTIVE: { text: 'Active', tone: 'ok', hint: 'Takes part in the draw for each output.' }
}
