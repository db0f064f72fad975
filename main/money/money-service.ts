import type { CloudRun, MoneyGrouping, MoneyPrices, MoneySummary } from '../../shared/domain/money.ts'
import { AppError } from '../../shared/errors.ts'
import type { MoneyHistory } from '../store/money-history.ts'
import { moneyCsv } from './money-csv.ts'

type Store = Pick<MoneyHistory, 'moneyPage' | 'movements' | 'cloudRuns' | 'upsertCloudRuns'>

export type MoneyService = {
  /** Throws MONEY_NOT_OPEN while no history is open. */
  summary(query: { by: MoneyGrouping; before: string | null; limit: number }): MoneySummary
  csv(): string
  /** Writes down what the machine was paid for, since its own account forgets after two months. Nothing happens while no history is open. */
  noteRuns(): void
}

type Deps = {
  store: () => Store | null
  /** Times that the prover's machine ran, the one under way included. */
  runs: () => readonly CloudRun[]
  prices: () => MoneyPrices
  /** Runs that began before belong to this network only where it knows them already: the machine may have served another one. */
  sinceMs: number
}

/** What the validator earned and cost, each amount in its own unit. */
export function createMoneyService({ store, runs, prices, sinceMs }: Deps): MoneyService {
  let noted = ''

  function noteRuns(): void {
    const all = runs()
    const text = JSON.stringify(all)
    const open = store()
    if (!open || text === noted) return
    const known = new Set(open.cloudRuns().map(({ fromMs }) => fromMs))
    open.upsertCloudRuns(all.filter(({ fromMs }) => fromMs >= sinceMs || known.has(fromMs)))
    noted = text
  }

  function opened(): Store {
    noteRuns()
    const open = store()
    if (open) return open
    throw new AppError(
      { code: 'MONEY_NOT_OPEN' },
      { message: 'Nothing was read of this network yet. Try again in a moment.', retryable: true }
    )
  }

  return {
    summary: (query) => ({ ...opened().moneyPage(query), prices: prices() }),
    csv() {
      const open = opened()
      return moneyCsv(open.movements(), open.cloudRuns())
    },
    noteRuns
  }
}
