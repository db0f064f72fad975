import { useDeferredValue, useState } from 'react'
import type { LogLevel } from '../../../shared/domain/log.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { saveText } from '../../ui/save-text.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switch } from '../../ui/switch.tsx'
import { LogLines } from './log-lines.tsx'
import styles from './logs.module.css'
import { mostLines } from './merge-lines.ts'
import { levels, texts } from './texts.ts'
import { type LogView, useLogs } from './use-logs.ts'

/** The app's log: filtered, searched, followed, saved. */
export const Logs = () => {
  const [level, setLevel] = useState<LogLevel>('info')
  const [typed, setTyped] = useState('')
  const [follow, setFollow] = useState(true)
  const search = useDeferredValue(typed)
  const filter = { level, search }
  const view = useLogs(filter, follow)
  return (
    <div className={styles.logs} aria-busy={view.lines === null}>
      <header className={styles.head}>
        <h1 className={styles.title}>{texts.title}</h1>
        <p className={styles.why}>{follow ? texts.why : texts.paused}</p>
      </header>
      <div className={styles.controls}>
        <Segmented label={texts.level} value={level} options={levels} onChange={setLevel} />
        <input
          type="search"
          className={styles.search}
          aria-label={texts.search}
          placeholder={texts.search}
          maxLength={200}
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Switch label={texts.follow} on={follow} onChange={setFollow} />
        <SaveButton filter={filter} />
      </div>
      <Body view={view} filtered={level !== 'debug' || search !== ''} />
    </div>
  )
}

const Body = ({ view, filtered }: { view: LogView; filtered: boolean }) => {
  const { lines, before, error, retry } = view
  if (lines === null && error !== null) {
    const { title, todo } = errorText(error)
    return (
      <ErrorState title={title} action={<Button onPress={retry}>Try again</Button>}>
        {todo}
      </ErrorState>
    )
  }
  if (lines === null) return <Skeleton width="100%" height={320} />
  if (lines.length === 0 && before === null)
    return filtered ? (
      <EmptyState title={texts.nothing}>{texts.nothingWhy}</EmptyState>
    ) : (
      <EmptyState title={texts.empty}>{texts.emptyWhy}</EmptyState>
    )
  return (
    <>
      <LogLines lines={lines} />
      <End view={view} />
    </>
  )
}

const End = ({ view: { lines, before, loadingOlder, older } }: { view: LogView }) => {
  const count = lines?.length ?? 0
  if (before === null) return <p className={styles.end}>{texts.beginning}</p>
  if (count >= mostLines) return <p className={styles.end}>{texts.enough}</p>
  return (
    <div className={styles.end}>
      {count === 0 && <p>{texts.lookingBack}</p>}
      <Button onPress={older} pending={loadingOlder}>
        {texts.older}
      </Button>
    </div>
  )
}

const SaveButton = ({ filter }: { filter: { level: LogLevel; search: string } }) => {
  const { bridge } = useEngine()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const save = async () => {
    setBusy(true)
    const reply = await bridge.invoke('logs.export', filter)
    setBusy(false)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) saveText('kroma-validator.log', reply.value)
  }
  return (
    <>
      <Button onPress={() => void save()} pending={busy}>
        {texts.export}
      </Button>
      <p className={styles.error} role="alert">
        {error && `${texts.exportFailed} ${errorText(error).title}`}
      </p>
    </>
  )
}
