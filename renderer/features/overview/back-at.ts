const dayMs = 86_400_000

/** The next moment, local time, at which the clock shows `text` (`18:00`, `7.30`, `9`); null when that is no time. Milliseconds. */
export function backAtMs(text: string, nowMs: number): number | null {
  const [, hours, minutes = '0'] = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null
  const at = new Date(nowMs)
  at.setHours(Number(hours), Number(minutes), 0, 0)
  if (at.getTime() > nowMs) return at.getTime()
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1, at.getHours(), at.getMinutes()).getTime()
}

/** A first proposal: the full hour at least eight hours from now. */
export function proposedBackAt(nowMs: number): string {
  const at = new Date(nowMs + dayMs / 3 + 3_599_999)
  return `${at.getHours().toString().padStart(2, '0')}:00`
}
