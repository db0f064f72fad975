const minute = 60
const hour = 3600
const day = 86_400

/** A clock that keeps its width while it runs: `04:09`, `1:02:03`, `6 d 01:02:03`. Seconds below zero show as `00:00`. */
export const formatCountdown = (seconds: number): string => {
  const left = Math.max(0, Math.ceil(seconds))
  const clock = `${two(Math.floor((left % hour) / minute))}:${two(left % minute)}`
  const hours = Math.floor((left % day) / hour)
  if (left >= day) return `${Math.floor(left / day)} d ${two(hours)}:${clock}`
  return left >= hour ? `${hours}:${clock}` : clock
}

/** Two units at most: `45 s`, `3 min`, `2 h 5 min`, `6 days 4 h`. */
export const formatDuration = (seconds: number): string => {
  const left = Math.max(0, Math.round(seconds))
  if (left < minute) return `${left} s`
  if (left < hour) return `${Math.floor(left / minute)} min`
  if (left < day) return join(`${Math.floor(left / hour)} h`, Math.floor((left % hour) / minute), 'min')
  const days = Math.floor(left / day)
  return join(`${days} ${days === 1 ? 'day' : 'days'}`, Math.floor((left % day) / hour), 'h')
}

/** ISO 8601 duration for the `datetime` attribute of `<time>`. */
export const isoDuration = (seconds: number): string => `PT${Math.max(0, Math.ceil(seconds))}S`

const two = (value: number): string => value.toString().padStart(2, '0')
const join = (first: string, rest: number, unit: string): string => (rest === 0 ? first : `${first} ${rest} ${unit}`)
