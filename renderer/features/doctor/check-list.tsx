import type { DoctorCheck } from '../../../shared/domain/doctor.ts'
import { SettingsLink } from '../../app/settings-link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './check-list.module.css'
import { tones, worstFirst } from './report.ts'
import { checkNames, groupNames, verdictNames } from './texts.ts'

/** A card for each group, the worst first. */
export const CheckList = ({ checks }: { checks: readonly DoctorCheck[] }) =>
  worstFirst(checks).map(({ group, checks: rows }) => (
    <Card key={group} title={groupNames[group]}>
      <ul className={styles.rows}>
        {rows.map((check) => (
          <Row key={check.name} check={check} />
        ))}
      </ul>
    </Card>
  ))

const Row = ({ check: { name, verdict, value, remedy } }: { check: DoctorCheck }) => (
  <li className={styles.row} data-check={name}>
    <span className={styles.verdict}>
      <Badge tone={tones[verdict]}>{verdictNames[verdict]}</Badge>
    </span>
    <div className={styles.words}>
      <p className={styles.name}>{checkNames[name]}</p>
      <p className={styles.value}>{value}</p>
      {remedy !== '' && (
        <p className={styles.remedy}>
          <SettingsLink>{remedy}</SettingsLink>
        </p>
      )}
    </div>
  </li>
)
