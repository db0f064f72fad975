import type { ActionPreview, PreparedTx, Simulation } from '../../../shared/domain/action.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { formatGwei } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { argumentText, callName, callText } from './call-texts.ts'
import { revertTexts } from './error-texts.ts'
import { type Flow, resultOf } from './flow.ts'
import { FlowStep } from './flow-step.tsx'
import { QuantityValue } from './quantity-value.tsx'
import { stepTexts, texts } from './texts.ts'
import styles from './transaction-step.module.css'

type Props = { flow: Flow; overview: ActionsOverview }

/** Step 3: the transaction in words, what it costs at most, and whether a trial run works. */
export const TransactionStep = ({ flow }: Props) => {
  const { tx } = flow
  const result = resultOf(flow)
  const preview = tx ?? (result && (result.ready ? result.tx : result.preview))
  return (
    <FlowStep
      number={3}
      title={texts.transaction}
      state={tx ? 'done' : 'later'}
      aside={preview && preview.steps.length > 1 && <StepBadge preview={preview} />}
    >
      {preview === null ? (
        <p className={styles.quiet}>{texts.notSeenYet}</p>
      ) : (
        <Words preview={preview} fees={isPrepared(preview) ? preview : null} />
      )}
    </FlowStep>
  )
}

const isPrepared = (preview: ActionPreview | PreparedTx): preview is PreparedTx => 'fees' in preview

const StepBadge = ({ preview: { step, steps } }: { preview: ActionPreview }) => (
  <Badge tone="accent">
    {texts.stepOf} {steps.indexOf(step) + 1} of {steps.length}: {stepTexts[step]}
  </Badge>
)

const Words = ({ preview, fees }: { preview: ActionPreview; fees: PreparedTx | null }) => {
  const { call, to, signer, simulations } = preview
  const name = callName(call)
  return (
    <dl className={styles.rows}>
      <Row label={texts.calls}>
        {name === null ? (
          texts.plainTransfer
        ) : (
          <>
            <code className={styles.call}>{name}</code>
            <span className={styles.quiet}>{callText(call)}</span>
          </>
        )}
      </Row>
      {call.args.map(({ name: argument, value }) => (
        <Row key={argument} label={argumentText(argument)}>
          <strong>
            <QuantityValue quantity={value} />
          </strong>
        </Row>
      ))}
      <Row label={call.contract === null ? texts.toAccount : texts.to}>
        <HexValue hex={to} ends={6} what="contract" />
      </Row>
      <Row label={texts.from}>
        <HexValue hex={signer.address} ends={6} what="account" />
        <span className={styles.quiet}>{signer.means === 'device' ? texts.byLedger : texts.byKey}</span>
      </Row>
      {fees && <Fees tx={fees} />}
      {simulations.length > 0 && (
        <Row label={texts.simulation}>
          {simulations.map((simulation) => (
            <Trial key={simulation.source} simulation={simulation} />
          ))}
        </Row>
      )}
    </dl>
  )
}

const Fees = ({ tx }: { tx: PreparedTx }) => (
  <Row label={texts.feeNow}>
    <span>
      <Amount wei={tx.fees.expectedWei} unit="ETH" decimals={6} />
      <span className={styles.quiet}> at {formatGwei(tx.fees.baseFeeWei)} gwei</span>
    </span>
    <span>
      {texts.feeMost}{' '}
      <strong>
        <Amount wei={tx.maxCostWei} unit="ETH" decimals={6} />
      </strong>
    </span>
  </Row>
)

const Trial = ({ simulation: { source, result, revert } }: { simulation: Simulation }) => (
  <span className={styles.trial}>
    {result === 'succeeds' && <Badge tone="ok">{texts.trialOk}</Badge>}
    {result === 'reverts' && <Badge tone="critical">{texts.trialReverts}</Badge>}
    {result === 'unanswered' && <Badge tone="warning">{texts.trialNoAnswer}</Badge>}
    <span className={styles.quiet}>{texts[source]}</span>
    {revert && (
      <span>
        {revertTexts[revert.code]} <code className={styles.call}>{revert.errorName}</code>
      </span>
    )}
  </span>
)

const Row = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className={styles.row}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
