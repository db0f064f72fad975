import { z } from 'zod'

/** Figures for Prometheus over HTTP: whoever reaches the port may read them. */
export const metricsSchema = z.strictObject({
  enabled: z.boolean().default(false),
  host: z.string().min(1).max(253).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(7300),
  /** Names besides the loopback ones and `host` under which it is asked, without port. */
  hostNames: z.array(z.string().min(1).max(253)).max(20).default([])
})

export type MetricsSettings = z.output<typeof metricsSchema>
