import type { LogReader } from '../../log/log-reader.ts'
import type { Handlers } from '../serve.ts'

export const logHandlers = (logs: () => LogReader): Pick<Handlers, 'logs.page' | 'logs.export'> => ({
  'logs.page': (query) => logs().page(query),
  'logs.export': (filter) => logs().text(filter)
})
