import { useSnapshot } from '../../app/engine-context.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { LedgerCard } from './ledger-card.tsx'
import styles from './practice.module.css'
import { texts } from './texts.ts'

/** The practice network's own things: so far its Ledger. */
export const Practice = () => {
  const practice = useSnapshot()?.network.practice ?? true
  return (
    <div className={styles.practice}>
      <header>
        <h1 className={styles.title}>{texts.title}</h1>
        {practice && <p className={styles.about}>{texts.about}</p>}
      </header>
      {practice ? <LedgerCard /> : <EmptyState title={texts.elsewhere} />}
    </div>
  )
}
