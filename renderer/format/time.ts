import { formatDuration } from './duration.ts'

type Zone = { timeZone?: string }

/** Local clock time: `14:02:11`. */
export const formatClock = (sec: number, zone: Zone = {}): string => clock(zone).format(sec * 1000)

/** Local day and time: `22 Nov 2026, 14:02:11`. */
export const formatDateTime = (sec: number, zone: Zone = {}): string =>
  `${dayOf(zone).format(sec * 1000)}, ${formatClock(sec, zone)}`

/** Clock time on the same local day as `nowSec`, else with the day: for places where space is short. */
export const formatWhen = (sec: number, nowSec: number, zone: Zone = {}): string => {
  const day = dayOf(zone)
  if (day.format(sec * 1000) === day.format(nowSec * 1000)) return formatClock(sec, zone)
  return `${shortDay(zone).format(sec * 1000)}, ${formatClock(sec, zone).slice(0, 5)}`
}

/** `3 min ago`, `in 2 h 5 min`, `just now`. */
export const formatRelative = (sec: number, nowSec: number): string => {
  const ahead = sec - nowSec
  if (Math.abs(ahead) < 5) return 'just now'
  return ahead > 0 ? `in ${formatDuration(ahead)}` : `${formatDuration(-ahead)} ago`
}

/** The full form: local time with its zone, and UTC. */
export const formatExact = (sec: number, zone: Zone = {}): string =>
  `${formatDateTime(sec, zone)} ${zoneName(sec, zone)} · ${new Date(sec * 1000).toISOString().replace('.000', '')}`

const cache = new Map<string, Intl.DateTimeFormat>()
const formatter = (key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const name = `${key}:${options.timeZone ?? ''}`
  const known = cache.get(name) ?? new Intl.DateTimeFormat('en-GB', options)
  cache.set(name, known)
  return known
}
const clock = (zone: Zone) =>
  formatter('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...zone })
const dayOf = (zone: Zone) => formatter('day', { day: 'numeric', month: 'short', year: 'numeric', ...zone })
const shortDay = (zone: Zone) => formatter('short', { day: 'numeric', month: 'short', ...zone })
const zoneName = (sec: number, zone: Zone): string =>
  formatter('zone', { timeZoneName: 'short', ...zone })
    .formatToParts(sec * 1000)
    .find((part) => part.type === 'timeZoneName')?.value ?? ''
