import pino from 'pino'
import type { LogFields, Logger } from '../engine/ports.ts'
import { createRedactor, type Redactor } from './redactor.ts'

export type LogSink = { write(line: string): void }
export type AppLogger = Logger & { readonly redactor: Redactor; child(room: string): Logger }

/** Pino over one sink; every line passes the redactor. Bigints become decimal text, since pino would write them as bare numbers. */
export function createLogger({
  sink,
  level = 'info',
  redactor = createRedactor()
}: {
  sink: LogSink
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  redactor?: Redactor
}): AppLogger {
  const root = pino({ level, base: null }, { write: (line: string) => sink.write(redactor.redact(line)) })
  return { ...asLogger(root), redactor, child: (room) => asLogger(root.child({ room })) }
}

function asLogger(target: pino.Logger): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void =>
      target[level](plain(fields), event)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const plain = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, typeof v === 'bigint' ? v.toString() : v]))
