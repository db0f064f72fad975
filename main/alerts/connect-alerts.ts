import type { AlertSettings } from '../../shared/config/alerts.ts'
import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { AppLogger } from '../log/logger.ts'
import { openHistory } from '../store/history.ts'
import type { AlertStore } from './alert-store.ts'
import { type AlertSource, type AlertsDeps, type AlertsService, createAlertsService } from './alerts-service.ts'
import type { Channel } from './channels/channel.ts'
import { type AlertHost, listChannel, notificationChannel, trayChannel } from './channels/local-channels.ts'
import { pingChannel } from './channels/ping-channel.ts'
import { webhookChannel } from './channels/webhook-channel.ts'
import { trayPicture } from './tray-picture.ts'

export type ConnectAlerts = Pick<AlertsDeps, 'facts' | 'askFacts'> & {
  source: AlertSource
  settings: AlertSettings
  /** Null in headless mode. */
  host: AlertHost | null
  history: () => AlertStore | null
  env: NodeJS.ProcessEnv
  clock: Clock
  log: AppLogger
}

/** The alerts with the channels that the settings name. */
export type ConnectedAlerts = {
  service: AlertsService
  /** Paints the tray with every change until the returned function is called. */
  paintTray(): () => void
}

/** Connects and starts nothing. Throws AppError ALERT_URL_MISSING. */
export function connectAlerts(options: ConnectAlerts): ConnectedAlerts {
  const { source, host, clock, log, settings } = options
  const secrets = secretsOf(options)
  const service: AlertsService = createAlertsService({
    ...options,
    memory: openHistory(':memory:'),
    log: log.child('alerts'),
    channels: ({ changed }) => [
      ...(host && settings.tray ? [trayChannel(() => tray?.())] : []),
      ...(host && settings.notifications ? [notificationChannel(host)] : []),
      listChannel(changed),
      ...remoteChannels(settings, secrets, clock)
    ]
  })
  let tray: (() => void) | null = null
  const paintTray = (): (() => void) => {
    if (!host || !settings.tray) return () => {}
    tray = trayOf(host, source, service)
    const offs = [service.onChange(tray), source.onSnapshot(tray)]
    tray()
    return () => offs.forEach((off) => void off())
  }
  return { service, paintTray }
}

/** The tray is told only what differs. */
function trayOf(host: AlertHost, source: AlertSource, service: AlertsService): () => void {
  let shown = ''
  return () => {
    const picture = trayPicture(source.snapshot(), service.active())
    const text = JSON.stringify(picture)
    if (text === shown) return
    shown = text
    host.setTray(picture)
  }
}

type Secrets = { webhooks: Secret<string>[]; ping: Secret<string> | null }

/** Every URL is read once and never reaches a log. */
function secretsOf({ settings, env, log }: ConnectAlerts): Secrets {
  const read = (
    place: string,
    from: { url?: string | undefined; urlVariable?: string | undefined }
  ): Secret<string> => {
    const url = from.url ?? env[from.urlVariable ?? '']?.trim() ?? ''
    log.redactor.learn(url)
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new AppError(
        { code: 'ALERT_URL_MISSING', place },
        { message: `${place}: the environment variable ${from.urlVariable} holds no http:// or https:// URL.` }
      )
    return new Secret(url)
  }
  return {
    webhooks: settings.webhooks.map((hook) => read(`alerts.webhooks.${hook.name}`, hook)),
    ping: settings.ping ? read('alerts.ping', settings.ping) : null
  }
}

function remoteChannels({ webhooks }: AlertSettings, secrets: Secrets, clock: Clock): Channel[] {
  const hooks = webhooks.flatMap(({ name, format, least, chatId = null }, i) => {
    const url = secrets.webhooks[i]
    return url ? [webhookChannel({ name, format, least, chatId, url }, clock)] : []
  })
  return [...hooks, ...(secrets.ping ? [pingChannel(secrets.ping, clock)] : [])]
}
