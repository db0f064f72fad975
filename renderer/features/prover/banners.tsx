import type { ProverOverview } from '../../../shared/domain/prover.ts'
import { type ProverWarning, proverWarnings } from '../../../shared/domain/prover-warnings.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatDuration } from '../../format/duration.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/notice.tsx'
import styles from './prover.module.css'
import { capNames, rightNames, texts, usd } from './texts.ts'
import type { ProverView } from './use-prover.ts'

type Props = { overview: ProverOverview; run: ProverView['run'] }

/** What costs money first, then what keeps a proof from being made. */
export const ProverBanners = ({ overview, run }: Props) => {
  const nowMs = useNowMs()
  const { serverProblem, storeProblem } = overview
  return (
    <div className={styles.banners}>
      {proverWarnings(overview, nowMs).map((warning) => (
        <Warning key={keyOf(warning)} warning={warning} nowMs={nowMs} run={run} />
      ))}
      {[serverProblem, storeProblem].map(
        (problem) =>
          problem && (
            <Banner key={problem.code} tone="warning" title={problem.code}>
              {problem.message}
            </Banner>
          )
      )}
    </div>
  )
}

const keyOf = (warning: ProverWarning): string => `${warning.kind}${'what' in warning ? warning.what : ''}`

type WarningProps = { warning: ProverWarning; nowMs: number; run: ProverView['run'] }

const Warning = ({ warning, nowMs, run }: WarningProps) => {
  switch (warning.kind) {
    case 'orphan':
      return (
        <Banner
          tone="critical"
          title={texts.orphan}
          action={<Button onPress={() => run('prover.stopMachine')}>{texts.stop}</Button>}
        >
          {texts.orphanWhy}
        </Banner>
      )
    case 'other-instance':
      return (
        <Banner tone="critical" title={`${warning.instance} may still run.`}>
          {texts.otherInstanceWhy}
        </Banner>
      )
    case 'stop-failing':
      return (
        <Banner tone="critical" title={texts.stopFailing}>
          Nobody has needed it for {formatDuration((nowMs - warning.sinceMs) / 1000)}.{' '}
          {warning.remedy ?? texts.stopUnseen} {texts.stopWhy}
        </Banner>
      )
    case 'cap-reached':
    case 'cap-near':
      return (
        <Banner tone={warning.kind === 'cap-reached' ? 'critical' : 'warning'} title={texts[warning.kind]}>
          {usd(warning.spentUsd)} of {usd(warning.capUsd)} are spent {capNames[warning.period].when}.{' '}
          {warning.kind === 'cap-reached' ? texts.capReachedWhy : texts.capNearWhy} {capNames[warning.period].todo}
        </Banner>
      )
    case 'key-too-much':
      return (
        <Banner tone="warning" title={texts.tooPowerful}>
          It may {rightNames[warning.what]}. {texts.policy}
        </Banner>
      )
    case 'key-too-little':
      return (
        <Banner tone="critical" title={texts.tooWeak}>
          It may not {rightNames[warning.what]}. {texts.policy}
        </Banner>
      )
  }
}
