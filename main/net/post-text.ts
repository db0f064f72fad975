import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AbortedError, AppError } from '../../shared/errors.ts'
import { basicAuthOf } from '../engine/chain/url-credentials.ts'
import type { PostText } from '../engine/prover/post-text.ts'

/** So that routers in between do not forget a connection on which nothing is said for hours. */
const keepAliveMs = 30_000

/** PostText over node's http client, which unlike fetch does not give up on a server that is silent for five minutes. */
export const postText: PostText = ({ url, body, maxBytes, signal }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AbortedError(signal.reason))
    const request = open(url, body)
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', onAbort)
      request.destroy()
      reject(signal.aborted ? new AbortedError(signal.reason) : error)
    }
    const onAbort = (): void => fail(null)
    signal.addEventListener('abort', onAbort, { once: true })
    request.on('socket', (socket) => socket.setKeepAlive(true, keepAliveMs))
    request.on('error', (error) => fail(unreachable(error)))
    request.on('response', (response) => {
      readAll(response, maxBytes).then((text) => {
        signal.removeEventListener('abort', onAbort)
        resolve({ status: response.statusCode ?? 0, text })
      }, fail)
    })
    request.end(body)
  })

function open(withCredentials: string, body: string): ClientRequest {
  const { url, authorization } = basicAuthOf(new URL(withCredentials))
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': Buffer.byteLength(body),
    ...authorization
  }
  return send(url, { method: 'POST', headers, agent: false })
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new AppError({ code: 'HTTP_TOO_LARGE', maxBytes })
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(error)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const unreachable = (error: unknown): AppError =>
  new AppError(
    { code: 'HTTP_UNREACHABLE', reason: (error as NodeJS.ErrnoException | null)?.code ?? 'connection lost' },
    { message: 'No whole answer came.', retryable: true, cause: error }
  )
