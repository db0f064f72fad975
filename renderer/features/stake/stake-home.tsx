import { useRef } from 'react'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { AccountsCard } from './accounts-card.tsx'
import { ActionList } from './action-list.tsx'
import { ClocksCard } from './clocks-card.tsx'
import { refusalText } from './error-texts.ts'
import { MoneyCard } from './money-card.tsx'
import { RecordList } from './record-list.tsx'
import styles from './stake-home.module.css'
import { texts } from './texts.ts'
import { useDesk, useDeskState } from './use-desk.ts'
import { useFocusWhen } from './use-focus-when.ts'
import { WeightCard } from './weight-card.tsx'

/** Money, weight, clocks and accounts at a glance, and everything that can be done. */
export const StakeHome = ({ focus }: { focus: boolean }) => {
  const desk = useDesk()
  const { overview, overviewError, records } = useDeskState()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWhen(heading, focus)
  return (
    <div className={styles.home} aria-busy={overview === null && overviewError === null}>
      <h1 className={styles.title} ref={heading} tabIndex={-1}>
        {texts.title}
      </h1>
      {overview === null && overviewError !== null ? (
        <div className={styles.absent}>
          <ErrorState
            title={refusalText(overviewError).title}
            action={<Button onPress={() => void desk.refresh()}>{texts.retry}</Button>}
          >
            {refusalText(overviewError).todo}
          </ErrorState>
        </div>
      ) : (
        <Cards overview={overview} />
      )}
      {records.length > 0 && <RecordList records={records} />}
    </div>
  )
}

const Cards = ({ overview }: { overview: ActionsOverview | null }) => (
  <>
    <MoneyCard view={overview?.view ?? null} />
    <WeightCard view={overview?.view ?? null} />
    <ClocksCard view={overview?.view ?? null} />
    <AccountsCard overview={overview} />
    <ActionList overview={overview} />
  </>
)
