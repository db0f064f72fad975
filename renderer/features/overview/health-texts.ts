import type { HealthItem, Severity } from '../../../shared/domain/health.ts'

type HealthText = { title: string; todo: string }

/** Texts for the codes known here; an unknown code shows the line that came with it. */
const healthTexts: Record<string, HealthText> = {}

const order: Record<Severity, number> = { critical: 0, warning: 1, notice: 2, ok: 3 }

/** Worst first, then the newest. `ok` items are left out: they are over. */
export const sortedHealth = (items: readonly HealthItem[]): HealthItem[] =>
  items
    .filter((item) => item.severity !== 'ok')
    .sort((a, b) => order[a.severity] - order[b.severity] || b.sinceMs - a.sinceMs)

/** What is wrong, and what to do about it. */
export const healthText = ({ code, message }: HealthItem): HealthText => healthTexts[code] ?? splitMessage(message)

const splitMessage = (message: string): HealthText => {
  const end = message.search(/[.;](\s|$)/)
  if (end < 0) return { title: message, todo: '' }
  return { title: `${message.slice(0, end)}.`, todo: capital(message.slice(end + 1).trim()) }
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
