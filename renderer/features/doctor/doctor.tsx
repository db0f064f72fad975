import { useState } from 'react'
import type { DoctorReport } from '../../../shared/domain/doctor.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { formatRelative } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { HiddenHeading } from '../../ui/hidden-text.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { ScreenHeadline } from '../../ui/screen-headline.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { BudgetCard } from './budget-card.tsx'
import { CheckList } from './check-list.tsx'
import styles from './doctor.module.css'
import { headlineOf, reportText } from './report.ts'
import { groupNames, texts } from './texts.ts'
import { useBudget } from './use-budget.ts'
import { type DoctorView, useDoctor } from './use-doctor.ts'

/** Every check with its verdict, the worst first, and what the endpoints are asked in a day. */
export const Doctor = () => {
  const view = useDoctor()
  const budget = useBudget()
  const { report, error, run } = view
  if (report === null && error !== null) {
    const { title, todo } = errorText(error)
    return (
      <div className={styles.unreachable}>
        <HiddenHeading>{texts.title}</HiddenHeading>
        <ErrorState title={title} action={<Button onPress={run}>Try again</Button>}>
          {todo}
        </ErrorState>
      </div>
    )
  }
  return (
    <div className={styles.doctor} aria-busy={view.running}>
      <Headline {...view} />
      <div className={styles.checks}>{report === null ? <Waiting /> : <CheckList checks={report.checks} />}</div>
      <div className={styles.budget}>
        <BudgetCard budget={budget} />
      </div>
    </div>
  )
}

const icons: Partial<Record<string, IconName>> = { critical: 'critical', warning: 'warning', ok: 'ok' }

const Headline = ({ report, running, error, run }: DoctorView) => {
  const { tone, text } =
    report === null ? { tone: 'neutral' as const, text: texts.checking } : headlineOf(report.checks)
  return (
    <ScreenHeadline
      live
      tone={tone}
      icon={report === null ? 'waiting' : (icons[tone] ?? 'doctor')}
      text={text}
      sub={report === null ? texts.checkingWhy : <Taken report={report} failed={error !== null} />}
    >
      <div className={styles.actions}>
        <CopyButton report={report} />
        <Button kind="primary" onPress={run} pending={running}>
          {texts.again}
        </Button>
      </div>
    </ScreenHeadline>
  )
}

const Taken = ({ report, failed }: { report: DoctorReport; failed: boolean }) => {
  const nowMs = useNowMs()
  const { network, takenAtMs, tookMs, checks } = report
  const when = formatRelative(takenAtMs / 1000, nowMs / 1000)
  const line = `${network} · ${checks.length} checks ${when}, in ${(tookMs / 1000).toFixed(1)} s`
  return failed ? `${line}. ${texts.stale}` : line
}

const CopyButton = ({ report }: { report: DoctorReport | null }) => {
  const [said, setSaid] = useState('')
  const copy = async () => {
    if (report !== null) setSaid((await copyText(reportText(report))) ? texts.copied : texts.notCopied)
  }
  return (
    <>
      <span className={styles.said} role="status">
        {said}
      </span>
      <Button onPress={() => void copy()} disabled={report === null}>
        {texts.copy}
      </Button>
    </>
  )
}

const Waiting = () =>
  (['chains', 'validator', 'settings'] as const).map((group) => (
    <Card key={group} title={groupNames[group]}>
      <Skeleton width="100%" height={132} />
    </Card>
  ))
