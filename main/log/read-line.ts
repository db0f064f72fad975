import type { LogLevel, LogLine } from '../../shared/domain/log.ts'

const longestValue = 2_000
const mostFields = 40
const levels: Readonly<Record<number, LogLevel>> = {
  10: 'debug',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'error'
}

/** One line of the log's file. Total: a line that is none of the log's own is shown as it stands. */
export function readLine(text: string, id: string): LogLine {
  const json = parsed(text)
  if (!json) return { id, atMs: null, level: 'info', room: null, event: text.slice(0, longestValue), fields: [] }
  const { level, time, msg, room, ...rest } = json
  return {
    id,
    atMs: typeof time === 'number' ? time : null,
    level: levels[Number(level)] ?? 'info',
    room: typeof room === 'string' ? room : null,
    event: typeof msg === 'string' ? msg.slice(0, longestValue) : '',
    fields: Object.entries(rest)
      .slice(0, mostFields)
      .map(([name, value]) => ({ name, value: shown(value).slice(0, longestValue) }))
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
