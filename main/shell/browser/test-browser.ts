import { type IncomingHttpHeaders, request } from 'node:http'
import WebSocket from 'ws'
import type { Reply } from '../../../shared/ipc/result.ts'
import { decodeServerFrame, encodeFrame } from '../../../shared/ipc/wire-frames.ts'

export type TestReply = { status: number; headers: IncomingHttpHeaders; text: string }
export type TestRequest = { path: string; method?: string; headers?: Record<string, string> }

/** What a browser, or somebody who pretends to be one, can do to the server on `port`. For tests. */
export function testBrowser(port: number) {
  let cookie: string | null = null
  const origin = `http://127.0.0.1:${port}`
  const cookies = (): Record<string, string> => (cookie === null ? {} : { cookie })

  const send = ({ path, method = 'GET', headers = {} }: TestRequest): Promise<TestReply> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, method, headers: { ...cookies(), ...headers }, agent: false }
      const sent = request(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        })
      })
      sent.on('error', reject)
      sent.end()
    })

  return {
    send,
    async signIn(link: string): Promise<TestReply> {
      const reply = await send({ path: link.slice(origin.length) })
      cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie
      return reply
    },
    /** The open socket, or the HTTP status with which it was refused. */
    openSocket(headers: Record<string, string> = {}, path = '/ipc'): Promise<TestSocket | number> {
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { origin, ...cookies(), ...headers } })
        const wrapped = new TestSocket(socket)
        socket.on('open', () => resolve(wrapped))
        socket.on('unexpected-response', (_request, response) => {
          resolve(response.statusCode ?? 0)
          socket.terminate()
        })
        socket.on('error', reject)
      })
    },
    async socket(): Promise<TestSocket> {
      const opened = await this.openSocket()
      if (typeof opened === 'number') throw new Error(`refused with ${opened}`)
      return opened
    }
  }
}

export class TestSocket {
  readonly raw: WebSocket
  readonly topics: { topic: string; payload: unknown }[] = []
  readonly closed: Promise<number>
  beats = 0
  readonly #replies = new Map<number, (reply: Reply<unknown>) => void>()
  #changed: (() => void)[] = []
  #lastId = 0

  constructor(raw: WebSocket) {
    this.raw = raw
    this.closed = new Promise((resolve) => raw.on('close', resolve))
    raw.on('message', (data) => this.#onFrame(data.toString()))
  }

  call(name: string, input?: unknown): Promise<Reply<unknown>> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#replies.set(id, resolve)
      this.raw.send(encodeFrame({ id, name, input }))
    })
  }

  /** Resolves as soon as `test` holds; looked at after each frame. */
  async until(test: () => boolean): Promise<void> {
    while (!test()) await new Promise<void>((resolve) => this.#changed.push(resolve))
  }

  #onFrame(text: string): void {
    const frame = decodeServerFrame(text)
    if (frame === null) throw new Error(`not a frame: ${text}`)
    if ('reply' in frame) this.#replies.get(frame.id)?.(frame.reply)
    else if ('topic' in frame) this.topics.push(frame)
    else this.beats++
    const changed = this.#changed
    this.#changed = []
    for (const wake of changed) wake()
  }
}
