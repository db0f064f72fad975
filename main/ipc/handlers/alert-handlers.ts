import type { AlertCode, AlertsOverview, ChannelReceipt } from '../../../shared/domain/alert.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the alerts: see main/alerts. */
export type AlertsControl = {
  overview(): AlertsOverview
  mute(mute: { code: AlertCode; untilMs: number | null; on: boolean }): AlertsOverview
  test(channel: string): Promise<ChannelReceipt>
}

export const alertHandlers = (
  alerts: () => AlertsControl
): Pick<Handlers, 'alerts.list' | 'alerts.mute' | 'alerts.test'> => ({
  'alerts.list': () => alerts().overview(),
  'alerts.mute': (input) => alerts().mute(input),
  'alerts.test': ({ channel }) => alerts().test(channel)
})
