import type { PowerSaveBlocker } from 'electron'

/** Keeps the machine from sleeping while it is on; the screen may go dark. */
export function wakeLock(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): (on: boolean) => void {
  let held: number | null = null
  return (on) => {
    if (on === (held !== null)) return
    if (held === null) held = blocker.start('prevent-app-suspension')
    else {
      blocker.stop(held)
      held = null
    }
  }
}
