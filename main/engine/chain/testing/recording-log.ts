import type { LogFields, Logger } from '../../ports.ts'

/** A logger that keeps what it was told. */
export function recordingLog(): Logger & { lines: { level: string; event: string; fields: LogFields | undefined }[] } {
  const lines: { level: string; event: string; fields: LogFields | undefined }[] = []
  const at = (level: string) => (event: string, fields?: LogFields) => void lines.push({ level, event, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
