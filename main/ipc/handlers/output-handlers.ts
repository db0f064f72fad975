import type { OutputPoint } from '../../../shared/ipc/contract.ts'
import type { HistoryPort } from '../../engine/ports.ts'
import type { Handlers } from '../serve.ts'

export type OutputHistory = Pick<HistoryPort, 'page'> & {
  /** Own outputs, oldest first, at most `limit` of the newest. */
  series(limit: number): OutputPoint[]
}

/** Beyond every index that a database can hold: the same as no bound. */
const beyondIndex = 2n ** 62n

export const outputHandlers = (history: OutputHistory): Pick<Handlers, 'outputs.page' | 'outputs.series'> => ({
  'outputs.page': ({ before, limit, mine }) =>
    history.page({ before: before !== null && before > beyondIndex ? null : before, limit, mine }),
  'outputs.series': ({ limit }) => history.series(limit)
})
