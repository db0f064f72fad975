import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../shared/errors.ts'

/** An answer that is an error: what the asker gets to see. */
export class RpcFault extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** What a broken server does instead of answering: sends this text, or with null drops the connection. For faults on purpose. */
export class BrokenAnswer extends Error {
  readonly text: string | null

  constructor(text: string | null) {
    super('broken on purpose')
    this.text = text
  }
}

export type RpcHandler = (method: string, params: readonly unknown[]) => Promise<unknown>
export type JsonRpcServer = { url: string; stop(): Promise<void> }

type Options = {
  /** Throws RpcFault for an error that is part of the answer, BrokenAnswer for none; anything else is answered with -32603. */
  handle: RpcHandler
  /** 0, the default, takes a free port. */
  port?: number
  /** Largest request that is read. Default 5 MB. */
  maxBodyBytes?: number
  signal?: AbortSignal
}

/** JSON-RPC 2.0 over HTTP POST on the loopback address, batches included. Throws PORT_TAKEN. */
export async function startJsonRpcServer(options: Options): Promise<JsonRpcServer> {
  const { port = 0, signal } = options
  const server = createServer((request, response) => void serve(request, response, options))
  await listen(server, port)
  const stop = once(() => close(server))
  signal?.addEventListener('abort', () => void stop(), { once: true })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}

async function serve(request: IncomingMessage, response: ServerResponse, options: Options): Promise<void> {
  const { handle, maxBodyBytes = 5_000_000 } = options
  const body = request.method === 'POST' ? await readBody(request, maxBodyBytes) : null
  if (body === null) {
    response.writeHead(request.method === 'POST' ? 413 : 405).end()
    return
  }
  const answer = await answerText(body, handle).catch(brokenText)
  if (answer === null) request.socket.destroy()
  else response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new AppError({ code: 'PORT_TAKEN', port }, { message: `Port ${port} of this machine is taken.`, cause }))
    )
    server.listen(port, '127.0.0.1', resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function brokenText(error: unknown): string | null {
  if (error instanceof BrokenAnswer) return error.text
  throw error
}

async function readBody(request: IncomingMessage, maxBodyBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length
      // Read to the end all the same: an answer given earlier would not reach an asker that still sends.
      if (size <= maxBodyBytes) chunks.push(chunk as Buffer)
    }
  } catch {
    return null
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString() : null
}

async function answerText(body: string, handle: RpcHandler): Promise<string> {
  let asked: unknown
  try {
    asked = JSON.parse(body)
  } catch {
    return JSON.stringify(faultAnswer(null, new RpcFault(-32700, 'parse error')))
  }
  if (!Array.isArray(asked)) return JSON.stringify(await answerOne(asked, handle))
  if (asked.length === 0) return JSON.stringify(faultAnswer(null, new RpcFault(-32600, 'empty batch')))
  return JSON.stringify(await Promise.all(asked.map((one) => answerOne(one, handle))))
}

async function answerOne(asked: unknown, handle: RpcHandler): Promise<object> {
  const { id, method, params = [] } = (asked ?? {}) as { id?: unknown; method?: unknown; params?: unknown }
  const askedId = typeof id === 'number' || typeof id === 'string' ? id : null
  if (typeof method !== 'string') return faultAnswer(askedId, new RpcFault(-32600, 'invalid request'))
  if (!Array.isArray(params)) return faultAnswer(askedId, new RpcFault(-32602, 'non-array args'))
  try {
    return { jsonrpc: '2.0', id: askedId, result: (await handle(method, params)) ?? null }
  } catch (error) {
    if (error instanceof BrokenAnswer) throw error
    return faultAnswer(askedId, error instanceof RpcFault ? error : new RpcFault(-32603, 'internal error'))
  }
}

function faultAnswer(id: number | string | null, { code, message, data }: RpcFault): object {
  return { jsonrpc: '2.0', id, error: data === undefined ? { code, message } : { code, message, data } }
}
