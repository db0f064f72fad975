import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { playerName } from '../../app/challenge-title.ts'
import { formatInteger } from '../../format/amount.ts'
import { type Band, type BandRow, type Chosen, type PartState, partStates } from './band.ts'
import styles from './range-band.module.css'
import { texts } from './texts.ts'

type Props = { band: Band; role: ChallengeRow['role'] }

/** The narrowing drawn: a row for each turn, each zoomed in to what the turn before left in dispute. */
export const RangeBand = ({ band, role }: Props) => (
  <div>
    <div className={styles.band} role="img" aria-label={bandSummary(band, role)}>
      {band.rows.map((row, i) => (
        <Row key={row.turn ?? 'proof'} row={row} role={role} last={i === band.rows.length - 1} />
      ))}
    </div>
    {band.unread.length > 0 && <p className={styles.note}>{texts.unread}</p>}
    <Legend band={band} />
  </div>
)

const blocks = (count: bigint): string => `${formatInteger(count)} ${count === 1n ? 'block' : 'blocks'}`

/** How a row is cut, or whose block it is. */
const cutText = ({ kind, blocks: count, parts }: BandRow): string => {
  if (kind === 'proof') return 'the block to prove'
  if (parts === 1) return blocks(count)
  const part = count / BigInt(parts)
  return part === 1n ? `${formatInteger(parts)} single blocks` : `${parts} × ${blocks(part)}`
}

export const rowName = ({ kind, turn }: Pick<BandRow, 'kind' | 'turn'>): string =>
  kind === 'proof' ? 'Proof' : `Turn ${turn}`

const Row = ({ row, role, last }: { row: BandRow; role: ChallengeRow['role']; last: boolean }) => (
  <>
    <div className={styles.who}>
      <span className={styles.turn}>{rowName(row)}</span>
      <span>{playerName(role, row.by)}</span>
    </div>
    <div className={styles.row}>
      <div className={styles.ends}>
        <span className={styles.agreedEnd}>
          {texts.agreed} {formatInteger(row.startBlock)}
        </span>
        <span className={styles.cut}>{cutText(row)}</span>
        <span className={styles.disputedEnd}>
          {texts.disputed} {formatInteger(row.endBlock)}
        </span>
      </div>
      <Bar row={row} />
    </div>
    {row.chosen && !last && <Funnel chosen={row.chosen} />}
  </>
)

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`

const Bar = ({ row }: { row: BandRow }) => (
  <div className={styles.bar} data-kind={row.kind} data-planned={row.chosen?.planned || undefined}>
    {partStates(row).map((state, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a turn never change their order
      <span key={i} className={styles.part} data-state={state} />
    ))}
    {row.chosen && (
      <span
        className={styles.chosen}
        style={{ left: percent(row.chosen.from), width: percent(row.chosen.to - row.chosen.from) }}
      />
    )}
  </div>
)

/** From the chosen part of one row to the whole of the next. */
const Funnel = ({ chosen }: { chosen: Chosen }) => (
  <svg className={styles.funnel} viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <polygon points={`${chosen.from * 1000},0 ${Math.max(chosen.to * 1000, chosen.from * 1000 + 3)},0 1000,20 0,20`} />
  </svg>
)

const legend: Record<PartState | 'planned', string> = {
  agreed: texts.legendAgreed,
  chosen: texts.legendChosen,
  planned: texts.legendPlanned,
  after: texts.legendAfter,
  open: texts.legendOpen
}
const legendOrder = ['agreed', 'chosen', 'planned', 'after', 'open'] as const

/** Only what is in the picture. */
const Legend = ({ band }: { band: Band }) => {
  const shown = new Set<string>(band.rows.flatMap(partStates))
  if (shown.has('chosen') && band.rows.every(({ chosen }) => chosen === null || chosen.planned)) shown.delete('chosen')
  if (band.rows.some(({ chosen }) => chosen?.planned)) shown.add('planned')
  return (
    <ul className={styles.legend} aria-hidden="true">
      {legendOrder.flatMap((state) =>
        shown.has(state) ? (
          <li key={state} data-state={state}>
            {legend[state]}
          </li>
        ) : (
          []
        )
      )}
    </ul>
  )
}

/** The picture in words. */
export const bandSummary = ({ rows, left }: Band, role: ChallengeRow['role']): string => {
  const turns = rows.map(
    (row) =>
      `${rowName(row)}, ${playerName(role, row.by).toLowerCase()}: ${blocks(row.blocks)}, from ${formatInteger(row.startBlock)} to ${formatInteger(row.endBlock)}.`
  )
  const ends = `agreed at block ${formatInteger(left.startBlock)}, disputed at block ${formatInteger(left.endBlock)}`
  return `The disputed blocks, turn by turn. ${turns.join(' ')} In dispute now: ${blocks(left.blocks)}, ${ends}.`
}
