import type { LogFields, Logger } from '../engine/ports.ts'

export type RecordingLog = Logger & { readonly lines: { level: string; event: string; fields: LogFields }[] }

/** A log for tests that keeps what it was told. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = []
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      void lines.push({ level, event, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
