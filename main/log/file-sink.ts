import { appendFileSync, renameSync, statSync } from 'node:fs'
import type { LogSink } from './logger.ts'

/** Appends to one file and keeps one older one: at `maxBytes` the file becomes `<path>.1`. A full disk never stops the validator: the line is dropped. */
export function createFileSink({ path, maxBytes = 5_000_000 }: { path: string; maxBytes?: number }): LogSink {
  let bytes = sizeOf(path)
  return {
    write(line) {
      try {
        if (bytes + line.length > maxBytes && bytes > 0) {
          renameSync(path, `${path}.1`)
          bytes = 0
        }
        appendFileSync(path, line, { mode: 0o600 })
        bytes += line.length
      } catch {
        // The log is the one thing that may be lost.
      }
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
