import type { Preferences } from '../../shared/config/preferences.ts'
import type { AlertScreen } from '../../shared/domain/alert.ts'
import type { HostAbilities } from '../../shared/domain/host.ts'
import type { TopicName } from '../../shared/ipc/channels.ts'
import type { Payload } from '../../shared/ipc/contract.ts'
import type { IpcPort } from '../ipc/port.ts'
import type { Seal } from '../store/vault/vault.ts'
import type { UpdaterPort } from '../updates/updater-port.ts'

export type Notice = {
  title: string
  body: string
  severity: 'notice' | 'warning' | 'critical'
  /** What a click shows; the screen that is open when left out. */
  screen?: AlertScreen | 'alerts'
}

/** What the tray shows: one line for how it is, one for what comes next, and how many alerts hold. */
export type TrayState = {
  severity: 'ok' | 'notice' | 'warning' | 'critical' | 'stopped'
  text: string
  next?: string | null
  badge?: number
  /** Whether the engine runs: the tray offers to pause it, or to resume. Left out: neither. */
  running?: boolean
}

export type TrayCommand = 'pause' | 'resume'

/** Where secrets can be kept: in the system's key chain, in a file that anybody with the disk can read, or nowhere. */
export type SecretStorage = 'keychain' | 'plain' | 'none'

/** What speaks against quitting now, in the operator's words. */
export type QuitCaution = { message: string; detail: string }

/** What differs by host. The composition root talks to this and to nothing else of the host. */
export interface Shell {
  readonly kind: 'desktop' | 'browser'
  /** Where commands come from: hand it to `serve`. */
  readonly ipc: IpcPort
  /** Shows the app: opens or raises the window, as soon as the host can; in the browser shell prints a fresh one-time link. Does not wait for the page. */
  openWindow(): Promise<void>
  /** As `openWindow`, at the start of the app: not at all where it was started to stay in the background and the tray can be seen. */
  openAtStart(options: { hidden: boolean }): Promise<void>
  /** Tells every view; coalesced and paused per view, see `createPublisher`. */
  publish<K extends TopicName>(topic: K, payload: Payload<K>): void
  /** Runs `stop` when the operator quits, before the process ends; given 10 s. Hooks run in reverse order of registration. */
  onQuitRequested(stop: () => Promise<void>): void
  notify(notice: Notice): void
  setTray(state: TrayState): void
  /** What the operator chose in the tray's menu. */
  onTrayCommand(act: (command: TrayCommand) => void): void
  /** Not to be awaited at the entry module's top level: Electron answers only when it is ready. */
  secretStorage(): Promise<SecretStorage>
  /** The system's key chain; null where there is none that keeps secrets. As late as `secretStorage`. */
  seal(): Promise<Seal | null>
  /** What this host can do of what the preferences ask for. */
  abilities(): Promise<HostAbilities>
  /** Makes the host do what the preferences say, as far as it can; failures are logged. */
  applyPreferences(preferences: Preferences): Promise<void>
  /** Keeps the machine from sleeping while it is on. */
  keepAwake(on: boolean): void
  /** Called when the machine woke up, where the host tells. */
  onWake(act: () => void): void
  /** Asked when the operator quits; where it answers, the operator is asked whether to quit all the same. */
  onQuitAsked(caution: () => QuitCaution | null): void
  /** What brings updates here; null where the host has none. */
  updater(): UpdaterPort | null
  /** Ends the shell: closes windows and sockets. Does not end the process and runs no quit hook. */
  close(): Promise<void>
}
