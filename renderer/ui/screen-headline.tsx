import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './screen-headline.module.css'
import type { Tone } from './tone.ts'

type Props = {
  tone: Tone
  icon: IconName
  text: ReactNode
  sub: ReactNode
  /** Whether a change of the text is read out. */
  live?: boolean
  /** What stands at its end. */
  children?: ReactNode
}

/** The sentence that answers the question a screen is opened with, and what is behind it. */
export const ScreenHeadline = ({ tone, icon, text, sub, live = false, children }: Props) => (
  <header className={styles.bar}>
    <span className={styles.sign} data-tone={tone}>
      <Icon name={icon} size={22} />
    </span>
    <div className={styles.words}>
      <div role={live ? 'status' : undefined}>
        <h1 className={styles.line}>{text}</h1>
      </div>
      <p className={styles.sub}>{sub}</p>
    </div>
    {children}
  </header>
)
