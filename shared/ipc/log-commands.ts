import { z } from 'zod'
import { type LogPage, logLevels } from '../domain/log.ts'

const of = <T>() => z.custom<T>()
const which = {
  /** Nothing below it. */
  level: z.enum(logLevels),
  /** Only lines that hold this text, in whatever case; empty for all. */
  search: z.string().max(200)
}

/** The app's own log: the newest lines of it, and those before. */
export const logCommands = {
  /** Null when nothing was written since `unless`, the version of the last answer. Looks back a few megabytes at most: `before` says where to go on. */
  'logs.page': {
    input: z.strictObject({
      ...which,
      limit: z.int().min(1).max(500),
      before: z.string().max(60).nullable(),
      unless: z.string().max(60).nullable()
    }),
    output: of<LogPage | null>()
  },
  /** The newest lines as the text of a file, oldest first, as they were written; 4 MB at most. */
  'logs.export': { input: z.strictObject(which), output: of<string>() }
} as const
