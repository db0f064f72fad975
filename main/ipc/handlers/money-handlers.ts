import type { MoneyGrouping, MoneySummary } from '../../../shared/domain/money.ts'
import type { Handlers } from '../serve.ts'

/** See main/money/money-service.ts. */
export type MoneyControl = {
  summary(query: { by: MoneyGrouping; before: string | null; limit: number }): MoneySummary
  csv(): string
}

export const moneyHandlers = (money: () => MoneyControl): Pick<Handlers, 'money.summary' | 'money.csv'> => ({
  'money.summary': ({ by, before, limit }) => {
    const known = before !== null && fits(by, before) ? before : null
    return money().summary({ by, before: known, limit })
  },
  'money.csv': () => money().csv()
})

/** A key of another grouping is no place to go on from. */
const fits = (by: MoneyGrouping, key: string): boolean =>
  ({ output: /^\d{1,18}$/, day: /^\d{4}-\d\d-\d\d$/, month: /^\d{4}-\d\d$/ })[by].test(key)
