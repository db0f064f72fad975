import type { Preferences } from '../../shared/config/preferences.ts'
import type { App } from '../app.ts'
import { systemClock as clock } from '../engine/runtime/clock.ts'
import type { HostControl } from '../ipc/handlers/host-handlers.ts'
import type { AppLogger } from '../log/logger.ts'
import { connectPresence } from '../presence/connect-presence.ts'
import type { Shell } from '../shell/shell.ts'
import { createUpdateDesk } from '../updates/update-desk.ts'

type Deps = {
  app: App
  preferences: { now: Preferences; onChange(listener: (preferences: Preferences) => void): unknown }
  log: AppLogger
  signal: AbortSignal
}

/** What concerns the machine around the app: sleep, starts with the system, updates. Follows the operator's wishes. */
export function hostDesk(shell: Shell, { app, preferences, log, signal }: Deps): HostControl {
  const presence = connectPresence({ shell, engine: app.host, clock })
  const updates = createUpdateDesk({
    updater: shell.updater(),
    work: () => ({ needed: presence.needed(), pendingTransactions: app.host.snapshot().pending.length }),
    clock,
    log: log.child('updates')
  })
  const wish = (wished: Preferences): void => {
    void presence.wish(wished)
    updates.wish(wished)
  }
  let seq = 0
  updates.onState((state) => {
    seq += 1
    shell.publish('update.state', { ...state, seq })
  })
  wish(preferences.now)
  preferences.onChange(wish)
  updates.run(signal).catch(() => {})
  return { view: async () => ({ abilities: await shell.abilities(), awake: presence.awake() }), updates }
}
