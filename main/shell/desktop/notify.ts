import type { NotificationConstructorOptions } from 'electron'
import type { Notice } from '../shell.ts'

export type NotifyDeps = {
  isSupported: () => boolean
  create: (options: NotificationConstructorOptions) => { show(): void; on(event: 'click', fn: () => void): unknown }
  open: (screen?: Notice['screen']) => void
}

/** Shows an OS notification where there are any; a click opens the window on the notice's screen. */
export function notify({ title, body, severity, screen }: Notice, { isSupported, create, open }: NotifyDeps): void {
  if (!isSupported()) return
  const notification = create({
    title,
    body,
    urgency: severity === 'critical' ? 'critical' : 'normal',
    timeoutType: severity === 'critical' ? 'never' : 'default'
  })
  notification.on('click', () => open(screen))
  notification.show()
}
