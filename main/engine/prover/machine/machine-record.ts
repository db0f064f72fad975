import type { Clock } from '../../runtime/clock.ts'
import { firstView, type MachineEvent, type MachineState, type MachineView, nextView } from './machine-view.ts'

type Entry = { atMs: number; state: MachineState }

/** What is known of the machine now and was before. */
export type MachineRecord = {
  view(): MachineView
  /** The listeners hear of it when it changes the view. */
  tell(event: MachineEvent): void
  /** Oldest first. */
  history(): Entry[]
  onChange(listener: () => void): () => void
}

const historyKept = 100

export function createMachineRecord(clock: Clock): MachineRecord {
  const listeners = new Set<() => void>()
  let view = firstView(clock.now())
  let history: Entry[] = [{ atMs: view.sinceMs, state: view.state }]
  return {
    view: () => view,
    tell(event) {
      const before = view
      view = nextView(before, event, clock.now())
      if (view === before) return
      if (view.state !== before.state)
        history = [...history.slice(1 - historyKept), { atMs: clock.now(), state: view.state }]
      for (const listener of [...listeners]) listener()
    },
    history: () => [...history],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
