import type { ReactNode } from 'react'
import type { Severity } from '../../shared/domain/health.ts'
import { HiddenText } from './hidden-text.tsx'
import { Icon } from './icon.tsx'
import styles from './severity-item.module.css'

const words: Record<Severity, string> = { ok: 'Fine', notice: 'Notice', warning: 'Warning', critical: 'Critical' }

type Props = { severity: Severity; title: string; meta: ReactNode; body?: ReactNode; children?: ReactNode }

/** Something that is out of order: how bad, what, what to do, and below it what can be done from here. */
export const SeverityItem = ({ severity, title, meta, body, children }: Props) => (
  <li className={styles.item} data-severity={severity}>
    <Icon name={severity} />
    <div className={styles.words}>
      <p className={styles.title}>
        <HiddenText>{words[severity]}: </HiddenText>
        {title}
      </p>
      {body}
      <p className={styles.meta}>{meta}</p>
      {children}
    </div>
  </li>
)
