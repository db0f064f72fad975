import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Handler = (
  call: { id: number; method: string; params: unknown[] },
  response: ServerResponse,
  request: IncomingMessage
) => void

export type LocalHttp = { origin: string; url: string; answer: Handler; stop(): Promise<void> }

/** An HTTP endpoint on loopback whose every byte the test decides. */
export async function startLocalHttp(answer: Handler): Promise<LocalHttp> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => local.answer(JSON.parse(body), response, request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const origin = `http://127.0.0.1:${port}`
  const local: LocalHttp = {
    origin,
    url: `${origin}/v3/0123456789abcdef?token=hush-hush-token`,
    answer,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
  return local
}
