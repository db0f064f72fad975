import type { IncomingMessage } from 'node:http'
import type { Clock } from '../engine/runtime/clock.ts'

type Options = { maxBytes: number; timeoutMs: number; clock: Clock; signal: AbortSignal }

/** The request's body. Stops reading as soon as it is too large or takes too long; rejects when the connection is lost. */
export function readBody(
  request: IncomingMessage,
  { maxBytes, timeoutMs, clock, signal }: Options
): Promise<{ text: string } | 'too-large' | 'too-slow'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('too-large')
  const over = new AbortController()
  const stop = AbortSignal.any([signal, over.signal])
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const end = (): void => {
      over.abort()
      request.off('data', onData)
      request.pause()
    }
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes <= maxBytes) return
      end()
      resolve('too-large')
    }
    request.on('data', onData)
    request.once('end', () => {
      over.abort()
      resolve({ text: Buffer.concat(chunks).toString('utf8') })
    })
    request.once('error', (error) => {
      over.abort()
      reject(error)
    })
    request.once('close', () => {
      over.abort()
      reject(new Error('the connection was lost'))
    })
    clock.sleep(timeoutMs, stop).then(
      () => {
        end()
        resolve('too-slow')
      },
      () => {}
    )
  })
}
