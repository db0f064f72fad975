import type { Clock } from '../../engine/runtime/clock.ts'
import { decideTray } from './decide-tray.ts'
import { askTrayWatcher, type RunTool } from './tray-watcher.ts'

export type TrayPresenceDeps = {
  platform: NodeJS.Platform
  /** There is a tray entry, seen or not. */
  created: () => boolean
  run: RunTool
  pid: number
  clock: Pick<Clock, 'sleep'>
}

export type TrayPresence = {
  /** Why the tray entry cannot be relied on now, one line; null when it can. A new entry takes a moment to be made and taken by the desktop. */
  trouble(): Promise<string | null>
  /** Whether it could be relied on when last asked. */
  seen(): boolean
}

const tries = 3
const pauseMs = 500

export function trayPresence({ platform, created, run, pid, clock }: TrayPresenceDeps): TrayPresence {
  let seen = false
  const look = async () => {
    const watcher = platform === 'linux' && created() ? await askTrayWatcher(run, pid) : null
    const trouble = decideTray({ platform, created: created(), watcher })
    return { trouble, mayCome: !created() || (watcher?.hosted === true && !watcher.hasOurs) }
  }
  return {
    async trouble() {
      for (let left = tries; ; left--) {
        const { trouble, mayCome } = await look()
        seen = trouble === null
        if (seen || !mayCome || left <= 1) return trouble
        await clock.sleep(pauseMs, new AbortController().signal)
      }
    },
    seen: () => seen
  }
}
