import type { OutputRow } from '../../../shared/domain/output.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { VerdictBadge } from '../../app/verdict-badge.tsx'
import { formatInteger } from '../../format/amount.ts'
import { shortHex } from '../../format/short-hex.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './last-outputs.module.css'
import { texts } from './texts.ts'

const shown = 8

/** The newest outputs of the whole network, own ones marked. */
export const LastOutputs = ({ snapshot }: { snapshot: EngineSnapshot | null }) => (
  <Card title={texts.outputs} className={styles.card} aside={<a href="#/outputs">{texts.allOutputs}</a>}>
    {snapshot !== null && snapshot.outputs.length === 0 ? (
      <EmptyState title={texts.noOutputs}>{texts.noOutputsWhen}</EmptyState>
    ) : (
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Output</th>
            <th scope="col">Submitter</th>
            <th scope="col">Checked</th>
            <th scope="col">Submitted</th>
            <th scope="col" className={styles.number}>
              Reward
            </th>
          </tr>
        </thead>
        <tbody>
          {snapshot === null ? (
            <Loading />
          ) : (
            snapshot.outputs.slice(0, shown).map((row) => <Row key={`${row.index}`} row={row} />)
          )}
        </tbody>
      </table>
    )}
  </Card>
)

const Row = ({ row }: { row: OutputRow }) => (
  <tr>
    <th scope="row">{formatInteger(row.index)}</th>
    <td>
      {row.mine ? <Badge tone="accent">you</Badge> : <span className={styles.mono}>{shortHex(row.submitter)}</span>}
    </td>
    <td>
      <VerdictBadge row={row} />
    </td>
    <td>
      <TimeValue sec={row.submittedAtSec} form="relative" />
    </td>
    <td className={styles.number}>
      {row.rewardWei === null ? (
        <span className={styles.quiet}>–</span>
      ) : (
        <Amount wei={row.rewardWei} unit="KRO" decimals={2} />
      )}
    </td>
  </tr>
)

const Loading = () =>
  Array.from({ length: shown }, (_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: place holders have nothing else
    <tr key={i}>
      <td colSpan={5}>
        <Skeleton width="100%" />
      </td>
    </tr>
  ))
