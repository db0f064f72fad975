import { useSnapshot } from '../../app/engine-context.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { DirectorCard } from './director-card.tsx'
import { LedgerCard } from './ledger-card.tsx'
import styles from './practice.module.css'
import { texts } from './texts.ts'

/** The practice network's own things: its clock, its stories, its Ledger. */
export const Practice = () => {
  const practice = useSnapshot()?.network.practice ?? true
  return (
    <div className={styles.practice}>
      <header>
        <h1 className={styles.title}>{texts.title}</h1>
        {practice && <p className={styles.about}>{texts.about}</p>}
      </header>
      {practice ? (
        <>
          <DirectorCard />
          <LedgerCard />
        </>
      ) : (
        <EmptyState title={texts.elsewhere} />
      )}
    </div>
  )
}
