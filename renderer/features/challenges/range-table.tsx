import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { playerName } from '../../app/challenge-title.ts'
import { formatInteger } from '../../format/amount.ts'
import type { Band } from './band.ts'
import { rowName } from './range-band.tsx'
import styles from './range-table.module.css'
import { texts } from './texts.ts'

/** The same as the picture, in numbers. */
export const RangeTable = ({ band, role }: { band: Band; role: ChallengeRow['role'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className={styles.scroll} tabIndex={0} aria-label={`${texts.narrowing}, table`}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Turn</th>
          <th scope="col">By</th>
          <th scope="col" className={styles.number}>
            Agreed at
          </th>
          <th scope="col" className={styles.number}>
            Disputed at
          </th>
          <th scope="col" className={styles.number}>
            Blocks
          </th>
          <th scope="col" className={styles.number}>
            Cut into
          </th>
        </tr>
      </thead>
      <tbody>
        {band.rows.map((row) => (
          <tr key={row.turn ?? 'proof'}>
            <th scope="row">{rowName(row)}</th>
            <td>{playerName(role, row.by)}</td>
            <td className={styles.number}>{formatInteger(row.startBlock)}</td>
            <td className={styles.number}>{formatInteger(row.endBlock)}</td>
            <td className={styles.number}>{formatInteger(row.blocks)}</td>
            <td className={styles.number}>{row.parts === 1 ? '–' : formatInteger(row.parts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
