import type { AlertScreen, AlertSeverity } from '../../../shared/domain/alert.ts'
import type { TrayPicture } from '../tray-picture.ts'
import type { Channel } from './channel.ts'

/** What the alerts need of the host: see the shell's port. */
export type AlertHost = {
  setTray(state: TrayPicture): void
  notify(notice: { title: string; body: string; severity: AlertSeverity; screen: AlertScreen | 'alerts' }): void
}

/** The tray shows the state of things; a message makes it look again. */
export const trayChannel = (show: () => void): Channel => ({
  name: 'tray',
  kind: 'tray',
  target: null,
  wants: () => true,
  deliver: async () => {
    show()
    return 'The tray shows the present state.'
  }
})

export const notificationChannel = (host: Pick<AlertHost, 'notify'>): Channel => ({
  name: 'notification',
  kind: 'notification',
  target: null,
  wants: ({ kind }) => kind !== 'resolved',
  deliver: async ({ kind, alert }) => {
    const { title, body, severity, screen } = alert
    host.notify({ title, body, severity, screen: kind === 'test' ? 'alerts' : screen })
    return 'Handed to the system. If nothing appears, its settings for notifications keep it back.'
  }
})

export const listChannel = (show: () => void): Channel => ({
  name: 'list',
  kind: 'list',
  target: null,
  wants: () => true,
  deliver: async () => {
    show()
    return 'The list in the app is up to date.'
  }
})
