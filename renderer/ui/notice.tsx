import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './notice.module.css'

type Props = { title: string; children?: ReactNode; action?: ReactNode }

/** Nothing to show, and why, and when there will be. */
export const EmptyState = ({ title, children, action }: Props) => (
  <div className={styles.state}>
    <p className={styles.title}>{title}</p>
    {children && <div className={styles.text}>{children}</div>}
    {action}
  </div>
)

/** Something could not be shown, and what to do. */
export const ErrorState = ({ title, children, action }: Props) => (
  <div className={styles.state} role="alert">
    <p className={classNames(styles.title, styles.bad)}>{title}</p>
    {children && <div className={styles.text}>{children}</div>}
    {action}
  </div>
)

type BannerProps = Props & { tone: 'notice' | 'warning' | 'critical'; icon?: IconName }

/** One line over the whole screen about something that changes what everything below it means. */
export const Banner = ({ tone, icon, title, children, action }: BannerProps) => (
  <div className={classNames(styles.banner, styles[tone])}>
    <Icon name={icon ?? tone} />
    <p className={styles.line}>
      <strong>{title}</strong> {children}
    </p>
    {action}
  </div>
)
