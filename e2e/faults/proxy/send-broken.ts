import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Fault } from './fault.ts'

const page = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'
const chunkEveryMs = 10
const chunk = Buffer.alloc(262_144, 32)
const json = { 'content-type': 'application/json' }

/** Sends an answer by HTTP as the fault would have it; null is none. `text` is the whole and right one. */
export function sendHttp(response: ServerResponse, fault: Fault | null, text: string): void {
  switch (fault?.kind) {
    case 'time-out':
    case 'lost-answer':
      return
    case 'hang-up':
      response.destroy()
      return
    case 'hung-socket':
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(text) })
      response.write(half(text))
      return
    case 'slow-drip':
      drip(response, text, fault.everyMs ?? 250)
      return
    case 'huge':
      flood(response, fault.bytes ?? Number.POSITIVE_INFINITY)
      return
    case 'status':
      response.writeHead(fault.status, {
        'content-type': 'text/plain',
        ...(fault.retryAfterSec !== undefined && { 'retry-after': String(fault.retryAfterSec) })
      })
      response.end(fault.status === 429 ? 'slow down' : 'no')
      return
    default:
      response.writeHead(200, json).end(bodyOf(fault, text))
  }
}

/** The same on a websocket. A status has no place there: the line is closed, as providers do. */
export function sendSocket(socket: WebSocket, fault: Fault | null, text: string): void {
  switch (fault?.kind) {
    case 'time-out':
    case 'lost-answer':
    case 'hung-socket':
    case 'slow-drip':
      return
    case 'hang-up':
      socket.terminate()
      return
    case 'status':
      socket.close(1013, 'try again later')
      return
    case 'huge':
      socket.send(`{"jsonrpc":"2.0","result":"${'0'.repeat(Math.min(fault.bytes ?? 70_000_000, 80_000_000))}`)
      return
    default:
      socket.send(bodyOf(fault, text))
  }
}

function bodyOf(fault: Fault | null, text: string): string {
  if (fault?.kind === 'empty') return ''
  if (fault?.kind === 'html') return page
  if (fault?.kind === 'truncated') return half(text)
  return text
}

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2))

function drip(response: ServerResponse, text: string, everyMs: number): void {
  response.writeHead(200, json)
  let sent = 0
  const timer = setInterval(() => {
    response.write(text.slice(sent, sent + 1))
    sent += 1
    if (sent < text.length) return
    clearInterval(timer)
    response.end()
  }, everyMs)
  response.once('close', () => clearInterval(timer))
}

/** As fast as the asker takes it, until it hangs up. */
function flood(response: ServerResponse, bytes: number): void {
  response.writeHead(200, json)
  pipeline(Readable.from(endless(bytes)), response).catch(() => {})
}

/** Not so fast that the asker's process has time for nothing else. */
async function* endless(bytes: number): AsyncGenerator<Buffer> {
  yield Buffer.from('{"jsonrpc":"2.0","result":"')
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    yield chunk
    await setTimeout(chunkEveryMs)
  }
}
