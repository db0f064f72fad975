import type { UpdateState } from '../../shared/domain/update.ts'
import type { HostView } from '../../shared/ipc/host-commands.ts'

export const hostDouble: HostView = {
  abilities: { tray: null, autostart: null, keepAwake: null, updates: null },
  awake: null
}

const version = '0.2.0'
const states: { [K in UpdateState['kind']]: Extract<UpdateState, { kind: K }> } = {
  idle: { kind: 'idle', checkedAtMs: null, refusal: 'OFF' },
  checking: { kind: 'checking' },
  available: { kind: 'available', version, refusal: null },
  downloading: { kind: 'downloading', version, percent: 42 },
  ready: { kind: 'ready', version, refusal: 'DISPUTE_OPEN' },
  installing: { kind: 'installing', version },
  failed: { kind: 'failed', message: 'The signature is not that of the publisher.' }
}

export const updateDouble = (kind: UpdateState['kind']): UpdateState => states[kind]
