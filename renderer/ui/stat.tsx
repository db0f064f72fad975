import type { ReactNode } from 'react'
import { Hint } from './hint.tsx'
import styles from './stat.module.css'

type Props = { label: string; hint?: string; children: ReactNode; note?: ReactNode }

/** One number with its name; the line for the note is kept free when there is none. Use inside a `<dl>`. */
export const Stat = ({ label, hint, children, note }: Props) => (
  <div className={styles.stat}>
    <dt className={styles.label}>
      {label}
      {hint !== undefined && <Hint term={label}>{hint}</Hint>}
    </dt>
    <dd className={styles.value}>{children}</dd>
    <dd className={styles.note}>{note}</dd>
  </div>
)
