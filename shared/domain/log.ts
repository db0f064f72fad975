export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** One line of the log. Text from outside, redacted before it was written. */
export type LogLine = {
  /** Names it among the others: its file and where it stands there. */
  id: string
  /** Null where the line is none of the log's own. */
  atMs: number | null
  level: LogLevel
  /** Which part of the app: `engine`, `shell`. */
  room: string | null
  event: string
  /** What else it says, in the order in which it says it. */
  fields: { name: string; value: string }[]
}

export type LogPage = {
  /** Newest first. */
  lines: LogLine[]
  /** Where older lines are asked for; null at the beginning of the log. */
  before: string | null
  /** Rises with each line written: the same number means that nothing is new. */
  version: string
}
