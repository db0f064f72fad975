import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string }
type Answer = { status: number; headers?: Record<string, string> } | 'silence'

/** A local server that takes what channels send. */
export async function startReceiver() {
  const received: Received[] = []
  let answer: (n: number) => Answer = () => ({ status: 200 })
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
    const given = answer(received.length)
    if (given !== 'silence') response.writeHead(given.status, given.headers).end('an answer nobody reads')
  }
  const server = createServer((request, response) => void take(request, response))
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', done))
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    received,
    url: `http://127.0.0.1:${port}`,
    answerWith(next: (n: number) => Answer): void {
      answer = next
    },
    goOffline: close,
    comeBack: () => listen(port),
    close
  }
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>
