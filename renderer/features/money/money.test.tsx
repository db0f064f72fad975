import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { MoneyRow, MoneySummary } from '../../../shared/domain/money.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { Money } from './money.tsx'
import { barsSummary, joined, keyText, toBars } from './money-model.ts'
import { Totals } from './totals.tsx'

const coin = 10n ** 18n
const row = (key: string, over: Partial<MoneyRow> = {}): MoneyRow => ({
  ...{ key, rewardsWei: 2n * coin, wonWei: 0n, slashedWei: 0n, gasWei: coin / 100n, cloudMicroUsd: 0 },
  ...over
})
const summary = (over: Partial<MoneySummary> = {}): MoneySummary => ({
  totals: { rewardsWei: 10n * coin, wonWei: 4n * coin, slashedWei: 5n * coin, gasWei: coin, cloudMicroUsd: 1_500_000 },
  ...{ rows: [row('9'), row('8')], nextBefore: '8', total: 4, sinceSec: 1_790_000_000, untimed: 0, prices: {} },
  ...over
})
const render = (content: React.ReactNode): string => {
  const bridge = fixtureBridge('waiting')
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: Date.now, after: () => () => {} }) }
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}

describe('lines of money', () => {
  it('come page by page; a first page takes the place of all, a late one of another round is not put to them', () => {
    const first = summary()
    const second = summary({ rows: [row('7'), row('6')], nextBefore: null })
    expect(joined(null, first, null)).toBe(first)
    expect(joined(first, second, '8').rows.map(({ key }) => key)).toEqual(['9', '8', '7', '6'])
    expect(joined(first, second, null)).toBe(second)
    expect(joined(first, second, '3')).toBe(second)
  })

  it('are drawn oldest first, with every digit behind', () => {
    const rows = [row('1234', { slashedWei: 5n * coin }), row('1233')]
    expect(toBars(rows, 'output', 'kro')).toEqual([
      { name: '1,233', mark: '1,233', size: 2, exact: '2 KRO' },
      { name: '1,234', mark: '1,234', size: -3, exact: '−3 KRO' }
    ])
    expect(toBars([row('2026-11-22')], 'day', 'gas')).toEqual([
      { name: '2026-11-22', mark: '11-22', size: 0.01, exact: '0.01 ETH' }
    ])
    expect(
      toBars(
        Array.from({ length: 90 }, (_, i) => row(`${i}`)),
        'output',
        'kro'
      )
    ).toHaveLength(60)
    expect([
      keyText('month', '2026-11'),
      barsSummary(rows, 'day'),
      barsSummary([rows[0] as MoneyRow], 'month')
    ]).toEqual(['2026-11', 'The newest 2 days.', 'The newest 1 month.'])
  })
})

describe('the sums', () => {
  it('stay in their units, and are dollars only at the operator’s own prices', () => {
    const bare = render(<Totals summary={summary()} />)
    for (const text of ['−5', 'gained: ', '−1', '−$1.50', '>–<']) expect(bare).toContain(text)
    expect(bare).not.toContain('≈')
    const priced = render(<Totals summary={summary({ prices: { kroUsd: 1, ethUsd: 2 } })} />)
    expect(priced).toContain('≈ $5.50')
    expect(priced).toContain('KRO $1, ETH $2')
  })

  it('say that some are too new to have a day', () => {
    expect(render(<Totals summary={summary({ untimed: 2 })} />)).toContain('block was not read yet')
  })
})

it('is there before anything is loaded', () => {
  const html = render(<Money />)
  expect(html).toContain('aria-busy="true"')
  expect(html).toContain('aria-rowcount="9"')
})
