import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../shared/errors.ts'
import type { Secret } from '../../shared/secret.ts'
import type { Logger } from '../engine/ports.ts'
import type { ProofProxy } from '../engine/prover/proxy/create-proof-proxy.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { answerText, RpcProblem, rpcErrorText } from './json-rpc.ts'
import { readBody } from './read-body.ts'

export type ProxyServer = { port: number; stop(): Promise<void> }

export type ProxyServerOptions = {
  proxy: ProofProxy
  ec2Running: () => boolean
  /** Default the loopback address. */
  host?: string
  /** 0 takes a free one. */
  port: number
  /** Null opens it to everyone who reaches the port. */
  token: Secret<string> | null
  /** Names besides the loopback ones under which it is asked, without port. */
  hostNames?: readonly string[]
  maxBodyBytes?: number
  /** For a whole request to arrive. */
  bodyTimeoutMs?: number
  clock: Clock
  log: Logger
}

const defaultMaxBytes = 96 * 1024 * 1024
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']
const jsonTypes = /^application\/(json|json-rpc|jsonrequest)\s*(;|$)/i

/** The proxy over HTTP, wire-compatible with the reference. Protocol: prover proxy. What is refused is refused before its body is read. Throws PORT_TAKEN. */
export async function serveProofProxy(options: ProxyServerOptions): Promise<ProxyServer> {
  const { host = '127.0.0.1', port, log } = options
  const life = new AbortController()
  const server = createServer((request, response) => {
    handle(request, response, { ...options, life: life.signal }).catch((error: unknown) => {
      log.warn('proxy.connection', { code: error instanceof AppError ? error.code : 'INTERNAL' })
      response.destroy()
    })
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 0
  // A proof takes hours, in which nothing is said.
  server.timeout = 0
  server.maxConnections = 256
  await listen(server, { host, port })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        life.abort(new Error('the proxy ends'))
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

type Serving = ProxyServerOptions & { life: AbortSignal }

async function handle(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { proxy, ec2Running } = serving
  request.socket.setKeepAlive(true, 30_000)
  const refused = refusal(request, serving)
  if (refused) return send(response, refused.status, rpcErrorText(null, refused.problem), { close: true })
  if (request.method === 'GET') {
    const health = { status: 'ok', ec2Running: ec2Running(), generatingProofCount: proxy.generating() }
    return send(response, 200, JSON.stringify(health))
  }
  const body = await bodyOf(request, serving)
  if (typeof body !== 'string') return send(response, body.status, rpcErrorText(null, body.problem), { close: true })
  const gone = new AbortController()
  response.on('close', () => gone.abort(new Error('the asker has gone')))
  const signal = AbortSignal.any([serving.life, gone.signal])
  const text = await answerText(body, { proxy, signal })
  if (text === null) response.writeHead(204).end()
  else send(response, 200, text)
}

type Refusal = { status: number; problem: RpcProblem }
const refuse = (status: number, message: string, code = -32000): Refusal => ({
  status,
  problem: new RpcProblem(code, message)
})

function refusal(request: IncomingMessage, serving: Serving): Refusal | null {
  const { method, url, headers } = request
  if (!knownHost(headers.host, serving)) return refuse(403, 'unknown Host: add it to prover.proxy.hostNames')
  if (headers.origin !== undefined) return refuse(403, 'web pages are not served')
  if (method === 'GET' && url === '/health') return null
  if (url !== '/' || method !== 'POST') return refuse(url === '/' ? 405 : 404, 'POST / or GET /health', -32600)
  if (!mayAsk(headers.authorization, serving.token))
    return refuse(401, 'a token is wanted: Authorization: Bearer TOKEN')
  if (!jsonTypes.test(headers['content-type'] ?? ''))
    return refuse(415, 'content-type must be application/json', -32600)
  return null
}

async function bodyOf(request: IncomingMessage, serving: Serving): Promise<string | Refusal> {
  const { clock, maxBodyBytes: maxBytes = defaultMaxBytes, bodyTimeoutMs: timeoutMs = 120_000 } = serving
  const body = await readBody(request, { maxBytes, timeoutMs, clock, signal: serving.life })
  if (body === 'too-large') return refuse(413, `larger than ${maxBytes} bytes`, -32600)
  if (body === 'too-slow') return refuse(408, `not here within ${Math.round(timeoutMs / 1000)} s`, -32600)
  return body.text
}

function knownHost(host: string | undefined, { hostNames = [] }: Serving): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  return [...loopbackNames, ...hostNames.map((one) => one.toLowerCase())].includes(name)
}

/** Bearer, or the password of Basic for askers that can only be given a URL. */
function mayAsk(authorization: string | undefined, token: Secret<string> | null): boolean {
  if (token === null) return true
  const [scheme = '', value = ''] = (authorization ?? '').split(' ', 2)
  if (/^bearer$/i.test(scheme)) return same(value, token.reveal())
  if (!/^basic$/i.test(scheme)) return false
  const pair = Buffer.from(value, 'base64').toString()
  return same(pair.slice(pair.indexOf(':') + 1), token.reveal())
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function send(response: ServerResponse, status: number, text: string, { close = false } = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(close && { connection: 'close' }) })
  response.end(text, () => {
    // What is still being sent is not read any more.
    if (close) response.socket?.destroySoon()
  })
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError(
          { code: 'PORT_TAKEN', port },
          {
            message: `The prover proxy cannot listen on port ${port}. Give it another one in prover.proxy.port.`,
            cause
          }
        )
      )
    )
    server.listen(port, host, resolve)
  })
}
