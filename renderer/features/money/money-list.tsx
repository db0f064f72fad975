import { useCallback, useMemo, useState } from 'react'
import type { MoneyGrouping, MoneyRow, MoneySummary } from '../../../shared/domain/money.ts'
import { netKroWei } from '../../../shared/domain/money-value.ts'
import { formatAmount, formatAmountExact } from '../../format/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import styles from './money.module.css'
import { keyText } from './money-model.ts'
import { keyHeaders, texts, usd } from './texts.ts'

type Props = { summary: MoneySummary | null; by: MoneyGrouping; onNeedMore: () => void }
type Sort = { key: 'key'; descending: boolean }

const sort: Sort = { key: 'key', descending: true }
const placeHolders = 8

/** One line for each output, day or month, the newest first. */
export const MoneyList = ({ summary, by, onNeedMore }: Props) => {
  const [open, setOpen] = useState<MoneyRow | null>(null)
  const columns = useMemo(() => columnsOf(by), [by])
  const onOpen = useCallback((row: MoneyRow) => setOpen(row), [])
  const labelOf = useCallback((row: MoneyRow) => `${keyHeaders[by]} ${keyText(by, row.key)}: every digit`, [by])
  return (
    <Card title={texts.list} className={styles.list}>
      {by === 'output' && <p className={styles.quiet}>{texts.notByOutput}</p>}
      {summary?.total === 0 ? (
        <EmptyState title={texts.none}>{texts.noneWhy}</EmptyState>
      ) : (
        <DataTable
          label={texts.list}
          columns={columns}
          rows={summary?.rows ?? []}
          count={summary?.total ?? placeHolders}
          rowKey={keyOf}
          rowLabel={labelOf}
          onOpen={onOpen}
          onNeedMore={onNeedMore}
          sort={sort}
          onSort={ignore}
        />
      )}
      <Dialog
        title={open === null ? '' : `${keyHeaders[by]} ${keyText(by, open.key)}`}
        open={open !== null}
        onClose={() => setOpen(null)}
        actions={
          <Button onPress={() => setOpen(null)} autoFocus>
            {texts.close}
          </Button>
        }
      >
        {open && <Exact row={open} />}
      </Dialog>
    </Card>
  )
}

const keyOf = (row: MoneyRow): string => row.key
const ignore = (): void => {}

const Exact = ({ row }: { row: MoneyRow }) => (
  <dl className={styles.exact}>
    {[
      [texts.rewards, `${formatAmountExact(row.rewardsWei)} KRO`],
      [texts.won, `${formatAmountExact(row.wonWei)} KRO`],
      [texts.slashed, `${formatAmountExact(-row.slashedWei)} KRO`],
      [texts.gained, `${formatAmountExact(netKroWei(row))} KRO`],
      [texts.gas, `${formatAmountExact(-row.gasWei)} ETH`],
      ...(row.cloudMicroUsd === null ? [] : [[texts.cloud, `−$${(row.cloudMicroUsd / 1e6).toFixed(6)}`]])
    ].map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

const dash = <span className={styles.quiet}>–</span>
const kro = (wei: bigint) => (wei === 0n ? dash : formatAmount(wei, 2).text)

const columnsOf = (by: MoneyGrouping): readonly Column<MoneyRow, Sort['key']>[] => [
  { id: 'key', header: keyHeaders[by], width: '15%', cell: (row) => keyText(by, row.key) },
  { id: 'rewards', header: 'Rewards, KRO', numeric: true, cell: (row) => kro(row.rewardsWei) },
  { id: 'won', header: 'Won, KRO', numeric: true, cell: (row) => kro(row.wonWei) },
  { id: 'slashed', header: 'Slashed, KRO', numeric: true, cell: (row) => kro(-row.slashedWei) },
  {
    id: 'gas',
    header: 'Gas, ETH',
    numeric: true,
    cell: (row) => (row.gasWei === 0n ? dash : formatAmount(-row.gasWei, 6).text)
  },
  ...(by === 'output'
    ? []
    : [
        {
          id: 'cloud',
          header: 'Cloud, USD',
          numeric: true,
          cell: (row: MoneyRow) => (row.cloudMicroUsd ? usd(-row.cloudMicroUsd / 1e6) : dash)
        }
      ])
]
