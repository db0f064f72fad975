import type { ReactNode } from 'react'
import styles from './section.module.css'

/** Settings that belong together, with a title when the section has several. */
export const Group = ({ title, children }: { title?: string; children: ReactNode }) => (
  <div className={styles.group}>
    {title !== undefined && <h3>{title}</h3>}
    {children}
  </div>
)
