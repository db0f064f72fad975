import type { LogLine } from '../../../shared/domain/log.ts'

/** As many as a page shows at once. */
export const mostLines = 2_000

/** The newest page before the lines that are known. Where the two do not meet, lines were missed: then the page stands alone. */
export function withNewer(known: readonly LogLine[], page: readonly LogLine[]): { lines: LogLine[]; gap: boolean } {
  const first = known[0]
  if (first === undefined) return { lines: [...page], gap: false }
  const at = page.findIndex(({ id }) => id === first.id)
  if (at < 0) return { lines: [...page], gap: true }
  return { lines: [...page.slice(0, at), ...known].slice(0, mostLines), gap: false }
}
