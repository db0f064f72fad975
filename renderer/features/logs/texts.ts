import type { LogLevel } from '../../../shared/domain/log.ts'

export const texts = {
  title: 'Logs',
  why: 'What the app did, the newest first. Secrets are taken out before a line is written.',
  level: 'Least level',
  search: 'Search in the log',
  follow: 'Follow',
  export: 'Save as a file',
  exportFailed: 'The log could not be saved.',
  list: 'Lines of the log',
  older: 'Older lines',
  lookingBack: 'Nothing in the part that was looked at; there is more before it.',
  beginning: 'The beginning of the log.',
  enough: 'More is in the saved file.',
  nothing: 'Nothing to show',
  nothingWhy: 'No line of the log has this level and this text.',
  empty: 'The log is empty',
  emptyWhy: 'Lines show here as they are written.',
  paused: 'Not followed: new lines wait until you follow again.'
} as const

export const levels: readonly { value: LogLevel; text: string }[] = [
  { value: 'debug', text: 'All' },
  { value: 'info', text: 'Info' },
  { value: 'warn', text: 'Warnings' },
  { value: 'error', text: 'Errors' }
]

export const levelNames: Record<LogLevel, string> = { debug: 'Debug', info: 'Info', warn: 'Warning', error: 'Error' }
