import type { ReactNode } from 'react'
import styles from './stat.module.css'

type Props = { label: string; children: ReactNode; note?: ReactNode }

/** One number with its name; the line for the note is kept free when there is none. Use inside a `<dl>`. */
export const Stat = ({ label, children, note }: Props) => (
  <div className={styles.stat}>
    <dt className={styles.label}>{label}</dt>
    <dd className={styles.value}>{children}</dd>
    <dd className={styles.note}>{note}</dd>
  </div>
)
