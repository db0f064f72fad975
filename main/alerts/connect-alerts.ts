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
import { isUrl, keptUrl, knownUrl, type SecretUrl } from './channels/secret-url.ts'
import { webhookChannel } from './channels/webhook-channel.ts'
import { trayPicture } from './tray-picture.ts'

export type ConnectAlerts = Pick<AlertsDeps, 'facts' | 'askFacts'> & {
  source: AlertSource
  settings: AlertSettings
  /** Null in headless mode. */
  host: AlertHost | null
  history: () => AlertStore | null
  env: NodeJS.ProcessEnv
  /** A secret of the vault by its name. */
  readSecret: (name: string) => Promise<Secret<string> | null>
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
  const urls = urlsOf(options)
  const service: AlertsService = createAlertsService({
    ...options,
    memory: openHistory(':memory:'),
    log: log.child('alerts'),
    channels: ({ changed }) => [
      ...(host && settings.tray ? [trayChannel(() => tray?.())] : []),
      ...(host && settings.notifications ? [notificationChannel(host)] : []),
      listChannel(changed),
      ...remoteChannels(settings, urls, clock)
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

type Urls = { webhooks: SecretUrl[]; ping: SecretUrl | null }
type From = { url?: string | undefined; urlVariable?: string | undefined; secret?: string | undefined }

/** URLs of files and variables are read once, those of the vault when they are needed; none reaches a log. */
function urlsOf({ settings, env, readSecret, log }: ConnectAlerts): Urls {
  const learn = (text: string): void => log.redactor.learn(text)
  const read = (place: string, { url: given, urlVariable, secret: name }: From): SecretUrl => {
    if (name !== undefined) return keptUrl({ name, readSecret, learn })
    const url = given ?? env[urlVariable ?? '']?.trim() ?? ''
    learn(url)
    if (!isUrl(url))
      throw new AppError(
        { code: 'ALERT_URL_MISSING', place },
        { message: `${place}: the environment variable ${urlVariable} holds no http:// or https:// URL.` }
      )
    return knownUrl(new Secret(url))
  }
  return {
    webhooks: settings.webhooks.map((hook) => read(`alerts.webhooks.${hook.name}`, hook)),
    ping: settings.ping ? read('alerts.ping', settings.ping) : null
  }
}

function remoteChannels({ webhooks }: AlertSettings, urls: Urls, clock: Clock): Channel[] {
  const hooks = webhooks.flatMap(({ name, format, least, chatId = null }, i) => {
    const url = urls.webhooks[i]
    return url ? [webhookChannel({ name, format, least, chatId, url }, clock)] : []
  })
  return [...hooks, ...(urls.ping ? [pingChannel(urls.ping, clock)] : [])]
}
