import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'

type Call = { id: number; method: string; params: unknown[] }
export type LocalWs = {
  url: string
  connections: ServerSocket[]
  calls: Call[]
  answer: (call: Call, socket: ServerSocket) => void
  stop(): Promise<void>
}

export const reply = (socket: ServerSocket, id: number, result: unknown): void =>
  socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }))

export const notify = (socket: ServerSocket, subscription: string, result: unknown): void =>
  socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } }))

/** A websocket endpoint on loopback whose every message the test decides. */
export async function startLocalWs(answer: LocalWs['answer']): Promise<LocalWs> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const local: LocalWs = {
    url: `ws://127.0.0.1:${port}/v3/0123456789abcdef`,
    connections: [],
    calls: [],
    answer,
    stop() {
      for (const socket of server.clients) socket.terminate()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
  server.on('connection', (socket) => {
    local.connections.push(socket)
    socket.on('message', (data) => {
      const call = JSON.parse(String(data)) as Call
      local.calls.push(call)
      local.answer(call, socket)
    })
  })
  return local
}
