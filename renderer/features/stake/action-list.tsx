import type { ActionKind, Condition } from '../../../shared/domain/action.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { Countdown } from '../../app/countdown.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './action-list.module.css'
import { availability, offeredKinds } from './availability.ts'
import { conditionTexts } from './condition-texts.ts'
import { actionTexts, texts } from './texts.ts'

/** Everything that can be done, each with whether it is possible right now, and why not. */
export const ActionList = ({ overview }: { overview: ActionsOverview | null }) => (
  <Card title={texts.actions} className={styles.card}>
    {overview === null ? (
      <Skeleton width="100%" height={240} />
    ) : (
      <ul className={styles.list}>
        {offeredKinds(overview.view, oldBondDue(overview)).map((kind) => (
          <Action key={kind} kind={kind} conditions={overview.actions.find((a) => a.kind === kind)?.conditions ?? []} />
        ))}
      </ul>
    )}
  </Card>
)

const oldBondDue = ({ actions }: ActionsOverview): boolean =>
  actions.some(({ kind, conditions }) => kind === 'v1-unbond' && conditions.every(({ verdict }) => verdict === 'met'))

const Action = ({ kind, conditions }: { kind: ActionKind; conditions: readonly Condition[] }) => {
  const { title, about } = actionTexts[kind]
  return (
    <li>
      <a className={styles.action} href={`#/stake/${kind}`}>
        <span className={styles.words}>
          <strong className={styles.name}>{title}</strong>
          <span className={styles.about}>{about}</span>
        </span>
        <Possible conditions={conditions} />
        <Icon name="right" />
      </a>
    </li>
  )
}

const Possible = ({ conditions }: { conditions: readonly Condition[] }) => {
  const found = availability(conditions)
  if (found.state === 'no' || found.state === 'needless') {
    const { code, untilSec } = found.obstacle
    return (
      <span className={styles.verdict}>
        <Badge tone={found.state === 'no' ? 'warning' : 'neutral'}>
          {found.state === 'no' ? texts.notPossible : texts.needless}
        </Badge>
        <span className={styles.why}>
          {untilSec === null ? (
            conditionTexts[code].todo
          ) : (
            <>
              {texts.until} <Countdown toSec={untilSec} />
            </>
          )}
        </span>
      </span>
    )
  }
  return (
    <span className={styles.verdict}>
      <Badge tone="ok">{texts.possible}</Badge>
      <span className={styles.why}>{found.state === 'depends' && texts.depends}</span>
    </span>
  )
}
