import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MetricsSettings } from '../../shared/config/metrics.ts'
import { AppError } from '../../shared/errors.ts'
import type { ValidatorMetrics } from './validator-metrics.ts'

export type MetricsServer = { port: number; stop(): Promise<void> }

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']
const everywhere = ['0.0.0.0', '::']

export const isLoopback = (host: string): boolean => [...loopbackNames, '::1'].includes(host.toLowerCase())

/** `GET /metrics` and nothing else. A request under a name that is not its own, or from a web page, is refused. Throws METRICS_PORT_TAKEN. */
export async function serveMetrics(
  settings: Omit<MetricsSettings, 'enabled'>,
  metrics: Pick<ValidatorMetrics, 'contentType' | 'text'>
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const status = refusal(request, settings)
    if (status !== null) return void response.writeHead(status, { connection: 'close' }).end()
    metrics.text().then(
      (text) => {
        response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
        response.end(request.method === 'HEAD' ? undefined : text)
      },
      () => response.destroy()
    )
  })
  server.headersTimeout = 5_000
  server.requestTimeout = 5_000
  server.maxConnections = 32
  await listen(server, settings)
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** The status to refuse with; null when it may be answered. */
function refusal(request: IncomingMessage, settings: Omit<MetricsSettings, 'enabled'>): number | null {
  const { method, url, headers } = request
  if (!isKnownName(request, settings) || headers.origin !== undefined) return 403
  if (url?.split('?')[0] !== '/metrics') return 404
  return method === 'GET' || method === 'HEAD' ? null : 405
}

/** Its own names, and the address that it was reached at when it listens on all of them: a page that turns its own name to this machine is none of these. */
function isKnownName(
  { headersDistinct, socket }: IncomingMessage,
  { host, hostNames }: Omit<MetricsSettings, 'enabled'>
): boolean {
  const given = headersDistinct.host ?? []
  const name = (given[0] ?? '').replace(/:\d+$/, '').toLowerCase()
  const local = everywhere.includes(host) ? bare(socket.localAddress ?? '') : host
  const known = [...loopbackNames, local, `[${local}]`, ...hostNames].map((one) => one.toLowerCase())
  return given.length === 1 && name !== '' && known.includes(name)
}

const bare = (address: string): string => address.replace(/^::ffff:/, '')

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError(
          { code: 'METRICS_PORT_TAKEN', port },
          {
            message: `Metrics cannot be served on ${host}:${port}. Give them another place in metrics.host and metrics.port.`,
            cause
          }
        )
      )
    )
    server.listen(port, host, resolve)
  })
}
