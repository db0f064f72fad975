import type { AlertsOverview } from '../../../shared/domain/alert.ts'
import { ScreenHeadline } from '../../ui/screen-headline.tsx'
import { texts } from './texts.ts'

type Props = { overview: AlertsOverview | null; network: string | null }

/** How many alerts hold, and how bad the worst is. */
export const AlertsHeadline = ({ overview, network }: Props) => {
  const worst = overview?.active[0]
  const tone = worst?.severity ?? 'ok'
  return (
    <ScreenHeadline
      tone={overview === null ? 'neutral' : tone}
      icon={worst ? 'alerts' : overview === null ? 'waiting' : 'ok'}
      text={overview === null ? texts.title : headline(overview.active.length)}
      sub={
        <>
          {worst ? worst.title : overview === null ? 'Loading…' : texts.fineWhy}
          {worst && network !== null && ` · ${network}`}
        </>
      }
    />
  )
}

const headline = (count: number): string => {
  if (count === 0) return texts.fine
  return count === 1 ? 'One active alert' : `${count} active alerts`
}
