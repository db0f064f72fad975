import type { App } from '../app.ts'
import { installation } from '../installation.ts'
import type { AppLogger } from '../log/logger.ts'
import { createMetricsHost, type MetricsHost } from '../metrics/metrics-host.ts'

/** Served as the settings say, now and whenever they change. */
export function appMetrics(app: App, log: AppLogger): MetricsHost {
  const metrics = createMetricsHost({ source: app.host, version: installation.version, log: log.child('metrics') })
  app.onConfigured((config) => void metrics.apply(config.metrics))
  void metrics.apply(app.config().metrics)
  return metrics
}
