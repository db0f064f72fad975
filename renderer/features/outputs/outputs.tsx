import { useState } from 'react'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type Range, ranges } from './chart-data.ts'
import { Charts } from './charts.tsx'
import { NextOutput } from './next-output.tsx'
import { OutputTable } from './output-table.tsx'
import styles from './outputs.module.css'
import { texts } from './texts.ts'
import { type Outputs as OutputsData, useOutputs } from './use-outputs.ts'

const filters = [
  { value: 'all', text: texts.all },
  { value: 'mine', text: texts.mine }
] as const

const rangeChoices = ranges.map((value) => ({ value, text: texts.ranges[value] }))

/** Every output that was seen, and what the own ones brought and cost. */
export const Outputs = () => {
  const [filter, setFilter] = useState<'all' | 'mine'>('all')
  const [range, setRange] = useState<Range>('50')
  const outputs = useOutputs(filter === 'mine')
  return (
    <div className={styles.outputs}>
      <header className={styles.head}>
        <h1 className={styles.title}>{texts.title}</h1>
        <Segmented label={texts.range} value={range} options={rangeChoices} onChange={setRange} />
      </header>
      <Charts range={range} />
      <Card
        title={texts.listTitle}
        className={styles.list}
        aside={<Segmented label={texts.show} value={filter} options={filters} onChange={setFilter} />}
      >
        <List outputs={outputs} mine={filter === 'mine'} />
      </Card>
    </div>
  )
}

const List = ({ outputs, mine }: { outputs: OutputsData; mine: boolean }) => {
  if (outputs.error !== null && outputs.rows.length === 0) {
    const { title, todo } = errorText(outputs.error)
    return (
      <ErrorState title={title} action={<Button onPress={outputs.retry}>Try again</Button>}>
        {todo}
      </ErrorState>
    )
  }
  if (outputs.nextBefore !== undefined && outputs.total === 0) {
    return (
      <EmptyState title={mine ? texts.emptyMine : texts.emptyAll}>
        <p>{mine ? texts.emptyMineWhen : texts.emptyAllWhen}</p>
        <NextOutput />
      </EmptyState>
    )
  }
  return <OutputTable outputs={outputs} />
}
