import type { Alert } from '../../shared/domain/alert.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'

/** `ok`: fine. `notice`, `warning`: attention. `critical`: action needed. `stopped`: nothing is done. */
export type TrayPicture = {
  severity: 'ok' | 'notice' | 'warning' | 'critical' | 'stopped'
  /** One line: how it is. */
  text: string
  /** One line: what comes next; null while nothing is known. */
  next: string | null
  /** Active alerts. */
  badge: number
  running: boolean
}

const stateTexts: Record<EngineSnapshot['state'], string> = {
  stopped: 'Paused',
  starting: 'Starting',
  running: 'Everything is fine',
  degraded: 'Running with trouble',
  stopping: 'Stopping',
  failed: 'Stopped working'
}

/** The state of the validator as the tray shows it. `active`: the worst first. Pure. */
export function trayPicture(snapshot: EngineSnapshot, active: readonly Alert[]): TrayPicture {
  const { state } = snapshot
  const worst = active[0]
  const running = state === 'running' || state === 'degraded' || state === 'starting'
  const severity = worst?.severity ?? (state === 'degraded' ? 'warning' : 'ok')
  const more = active.length > 1 ? ` (and ${active.length - 1} more)` : ''
  return {
    severity: running || state === 'failed' ? severity : 'stopped',
    text: worst ? `${worst.title}${more}` : stateTexts[state],
    next: running ? nextOf(snapshot) : null,
    badge: active.length,
    running
  }
}

function nextOf({ next }: EngineSnapshot): string | null {
  if (!next) return null
  if (next.kind === 'submit') return `Now: ${next.byDevice ? 'sign' : 'submit'} output ${next.outputIndex}`
  if (next.untilSec === null) return `Next: output ${next.outputIndex}`
  const at = new Date(next.untilSec * 1000)
  const two = (n: number): string => n.toString().padStart(2, '0')
  return `Next: output ${next.outputIndex}, ${two(at.getHours())}:${two(at.getMinutes())}`
}
