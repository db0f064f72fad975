import { useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { bandOf } from './band.ts'
import { RangeBand } from './range-band.tsx'
import { RangeTable } from './range-table.tsx'
import { texts } from './texts.ts'

const views = [
  { value: 'picture', text: texts.asPicture },
  { value: 'table', text: texts.asTable }
] as const

/** The narrowing of the dispute, as a picture with the table behind it. */
export const RangeCard = ({ row, className }: { row: ChallengeRow; className: string | undefined }) => {
  const [view, setView] = useState<'picture' | 'table'>('picture')
  const band = bandOf(row)
  return (
    <Card
      title={texts.narrowing}
      className={className}
      aside={band && <Segmented label={texts.showAs} value={view} options={views} onChange={setView} />}
    >
      {band === null && <EmptyState title={texts.notKnown} />}
      {band && view === 'picture' && <RangeBand band={band} role={row.role} />}
      {band && view === 'table' && <RangeTable band={band} role={row.role} />}
    </Card>
  )
}
