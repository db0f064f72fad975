import type { ReactNode } from 'react'
import styles from './hidden-text.module.css'

/** For screen readers only. */
export const HiddenText = ({ children }: { children: ReactNode }) => <span className={styles.hidden}>{children}</span>

/** The name of a screen whose look says it already. */
export const HiddenHeading = ({ children }: { children: ReactNode }) => <h1 className={styles.hidden}>{children}</h1>
