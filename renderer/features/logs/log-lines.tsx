import { memo } from 'react'
import type { LogLevel, LogLine } from '../../../shared/domain/log.ts'
import { formatDateTime } from '../../format/time.ts'
import { HiddenText } from '../../ui/hidden-text.tsx'
import styles from './log-lines.module.css'
import { levelNames, texts } from './texts.ts'

/** Newest first. New lines come in above without moving what is read: the browser anchors the scroll position. */
export const LogLines = ({ lines }: { lines: readonly LogLine[] }) => (
  <ol className={styles.lines} aria-label={texts.list}>
    {lines.map((line) => (
      <Line key={line.id} line={line} />
    ))}
  </ol>
)

const Line = memo(({ line: { atMs, level, room, event, fields } }: { line: LogLine }) => (
  <li className={styles.line} data-level={level}>
    <Time atMs={atMs} />
    <Level level={level} />
    <span className={styles.words}>
      <span className={styles.event}>
        {room !== null && <span className={styles.room}>{room} </span>}
        {event}
      </span>{' '}
      {fields.map(({ name, value }) => (
        <span key={name} className={styles.field}>
          <span className={styles.name}>{name}</span> {value}
        </span>
      ))}
    </span>
  </li>
))

const Time = ({ atMs }: { atMs: number | null }) =>
  atMs === null ? (
    <span className={styles.time} />
  ) : (
    <time className={styles.time} dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs / 1000)}>
      {clock(atMs)}
    </time>
  )

const two = (value: number): string => String(value).padStart(2, '0')

/** Local, with milliseconds; the day stands in the title. */
const clock = (atMs: number): string => {
  const at = new Date(atMs)
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}

const Level = ({ level }: { level: LogLevel }) => (
  <span className={styles.level}>
    {level === 'debug' || level === 'info' ? <HiddenText>{levelNames[level]}</HiddenText> : levelNames[level]}
  </span>
)
