import { useEffect, useRef, useState } from 'react'
import type { VaultView } from '../../../../shared/domain/vault.ts'
import { errorText } from '../../../app/error-texts.ts'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { HiddenHeading } from '../../../ui/hidden-text.tsx'
import { ErrorState } from '../../../ui/notice.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { type Draft, valueAt } from '../draft.ts'
import { texts as setupTexts } from '../texts.ts'
import { SettingsContext, type SettingsDesk, useSettings } from '../use-settings.ts'
import { draftOfStart } from './draft-of-start.ts'
import styles from './onboarding.module.css'
import { StartStep } from './start-step.tsx'
import { stepProblems } from './step-problems.ts'
import { AlertsStep, KeyStep, NodesStep, RolesStep } from './steps.tsx'
import { type Start, texts } from './texts.ts'

/** The first start, in five steps at most; the practice network is one click. */
export const Onboarding = () => {
  const { desk, error, retry } = useSettings()
  if (desk !== null) return <Steps desk={desk} />
  if (error === null)
    return (
      <div className={styles.welcome} aria-busy="true">
        <h1 className={styles.title}>{texts.title}</h1>
        <Skeleton width="70%" height={200} />
      </div>
    )
  const { title, todo } = errorText(error)
  return (
    <div className={styles.welcome}>
      <HiddenHeading>{texts.title}</HiddenHeading>
      <ErrorState title={title} action={<Button onPress={retry}>{setupTexts.tryAgain}</Button>}>
        {todo}
      </ErrorState>
    </div>
  )
}

const Steps = ({ desk }: { desk: SettingsDesk }) => {
  const [at, setAt] = useState(0)
  const [start, setStart] = useState<Start>('existing')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const { vault } = useVault()
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(at)
  useEffect(() => {
    if (shown.current === at) return
    shown.current = at
    heading.current?.focus()
  }, [at])

  const leave = async (to: string) => {
    const failure = await desk.setPreferences({ ...desk.view.preferences, onboarded: true })
    if (failure) setRefused(failure.message)
    else window.location.hash = to
  }
  const go = (step: number) => {
    setAsked(false)
    setRefused(null)
    setAt(step)
  }
  const choose = (chosen: Start, draft = draftOfStart(chosen, desk)) => {
    setStart(chosen)
    desk.replace(draft)
    go(1)
  }
  const applied = async (): Promise<boolean> => {
    setBusy(true)
    const failure = desk.dirty ? await desk.apply(false) : null
    setBusy(false)
    setRefused(failure?.message ?? null)
    return failure === null
  }
  const next = async () => {
    setAsked(true)
    const wrong = stepProblems((await desk.checkNow()).problems, at)
    if (wrong.length > 0) return
    if (at === 2 && lacksKey(desk.draft, vault)) return setRefused(texts.keyMissing)
    if (at < 3) return go(at + 1)
    if (!(await applied())) return
    if (at === 3) return go(4)
    await leave(start === 'new' ? '#/stake' : '#/overview')
  }
  // Nothing is called wrong before it was meant to be right.
  const wrong = asked ? stepProblems(desk.check.problems, at) : []
  const gentle = { ...desk, check: { ...desk.check, problems: asked ? desk.check.problems : [] } }

  return (
    <SettingsContext value={gentle}>
      <div className={styles.welcome}>
        {at === 0 ? (
          <StartStep onChoose={choose} onPractice={() => void leave('#/overview')} />
        ) : (
          <>
            <HiddenHeading>{texts.title}</HiddenHeading>
            <h2 className={styles.title} ref={heading} tabIndex={-1}>
              {texts.step(at + 1, texts.steps[at] ?? '')}
            </h2>
            <Step at={at} start={start} />
          </>
        )}
        <div role="alert" className={styles.refused}>
          {refused}
          {wrong.length > 0 && (
            <>
              <p>{texts.problems}</p>
              <ul>
                {wrong.map(({ path, message }) => (
                  <li key={path + message}>
                    {path === '' ? '' : `${path}: `}
                    {message}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        {at > 0 && (
          <div className={styles.buttons}>
            <Button onPress={() => go(at - 1)}>{texts.back}</Button>
            <Button kind="primary" pending={busy} onPress={() => void next()}>
              {at === 3 ? texts.apply : at === 4 ? texts.finish : texts.next}
            </Button>
            <span className={styles.spring} />
            {at < 4 && (
              <Button kind="quiet" onPress={() => void leave('#/overview')}>
                {texts.skip}
              </Button>
            )}
          </div>
        )}
      </div>
    </SettingsContext>
  )
}

/** The settings take a key from the vault that is not there. */
const lacksKey = (draft: Draft, vault: VaultView | null): boolean =>
  valueAt(draft, 'key.source') === 'vault' && vault !== null && !vault.names.includes('validator-key')

const Step = ({ at, start }: { at: number; start: Start }) => {
  if (at === 1) return <NodesStep />
  if (at === 2) return <KeyStep start={start} />
  if (at === 3) return <RolesStep start={start} />
  return <AlertsStep start={start} />
}
