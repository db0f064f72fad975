import type { ChallengeOutcome, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { formatDuration } from '../../format/duration.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { endedAtSec } from './past-rows.ts'
import styles from './result-panel.module.css'
import { resultTitle, resultWhy } from './result-texts.ts'
import { resultOf } from './stakes.ts'
import { outcomeTexts, resultTexts, texts } from './texts.ts'

type Props = { row: ChallengeRow; outcome: ChallengeOutcome; className: string | undefined }

/** How a challenge ended, why, and what follows from it. */
export const ResultPanel = ({ row, outcome, className }: Props) => {
  const ended = endedAtSec(row)
  const { tone } = resultTexts[resultOf(row)]
  return (
    <Card title={texts.result} className={className} aside={<Badge tone={tone}>{outcomeTexts[outcome]}</Badge>}>
      <p className={styles.title} data-tone={tone}>
        {resultTitle(row, outcome)}
      </p>
      <p className={styles.why}>{resultWhy(row, outcome)}</p>
      <p className={styles.when}>
        Ended <TimeValue sec={ended} form="relative" />, {formatDuration(ended - row.createdAtSec)} after it began.
      </p>
    </Card>
  )
}
