import type { Preferences } from '../../shared/config/preferences.ts'
import type { AwakeReason } from '../../shared/domain/host.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { Shell } from '../shell/shell.ts'
import { decideKeepAwake } from './decide-keep-awake.ts'
import { quitCaution } from './quit-caution.ts'

type Deps = {
  shell: Pick<Shell, 'keepAwake' | 'onWake' | 'onQuitAsked' | 'applyPreferences'>
  engine: {
    snapshot(): EngineSnapshot
    onSnapshot(listener: (snapshot: EngineSnapshot) => void): unknown
    /** Looks at the chain at once. */
    wake(): void
  }
  clock: Pick<Clock, 'now'>
}

export type Presence = {
  /** What the operator wishes, at the start and after each change. */
  wish(preferences: Preferences): Promise<void>
  awake(): AwakeReason | null
  /** What the validator is needed for now, whatever is wished. */
  needed(): AwakeReason | null
}

/** What the machine does for the validator: it stays awake while it is needed, looks at once when it wakes up, and says what a quit would cost. */
export function connectPresence({ shell, engine, clock }: Deps): Presence {
  let wanted = false
  let reason: AwakeReason | null = null
  const look = (snapshot: EngineSnapshot): void => {
    reason = decideKeepAwake({ snapshot, nowSec: chainNowSec(snapshot, clock), wanted })
    shell.keepAwake(reason !== null)
  }
  engine.onSnapshot(look)
  shell.onWake(() => engine.wake())
  shell.onQuitAsked(() => {
    const snapshot = engine.snapshot()
    return quitCaution(snapshot, chainNowSec(snapshot, clock))
  })
  return {
    async wish(preferences) {
      wanted = preferences.host.keepAwake
      look(engine.snapshot())
      await shell.applyPreferences(preferences)
    },
    awake: () => reason,
    needed: () => {
      const snapshot = engine.snapshot()
      return decideKeepAwake({ snapshot, nowSec: chainNowSec(snapshot, clock), wanted: true })
    }
  }
}

const chainNowSec = ({ chain }: EngineSnapshot, clock: Pick<Clock, 'now'>): number =>
  chain ? chain.l1.timestampSec + Math.floor((clock.now() - chain.seenAtMs) / 1000) : Math.floor(clock.now() / 1000)
