import type { AlertsOverview } from '../../../shared/domain/alert.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './alerts-headline.module.css'
import { texts } from './texts.ts'

type Props = { overview: AlertsOverview | null; network: string | null }

/** How many alerts hold, and how bad the worst is. */
export const AlertsHeadline = ({ overview, network }: Props) => {
  const worst = overview?.active[0]
  const tone = worst?.severity ?? 'ok'
  return (
    <header className={styles.bar}>
      <span className={styles.sign} data-tone={overview === null ? 'neutral' : tone}>
        <Icon name={worst ? 'alerts' : overview === null ? 'waiting' : 'ok'} size={22} />
      </span>
      <div className={styles.words}>
        <h1 className={styles.line}>{overview === null ? texts.title : headline(overview.active.length)}</h1>
        <p className={styles.sub}>
          {worst ? worst.title : overview === null ? 'Loading…' : texts.fineWhy}
          {worst && network !== null && ` · ${network}`}
        </p>
      </div>
    </header>
  )
}

const headline = (count: number): string => {
  if (count === 0) return texts.fine
  return count === 1 ? 'One active alert' : `${count} active alerts`
}
