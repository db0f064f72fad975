import { type ReactNode, useId } from 'react'
import styles from './card.module.css'
import { classNames } from './class-names.ts'

type Props = { title: string; aside?: ReactNode; children: ReactNode; className?: string | undefined }

/** A titled region of a screen. */
export const Card = ({ title, aside, children, className }: Props) => {
  const id = useId()
  return (
    <section className={classNames(styles.card, className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
