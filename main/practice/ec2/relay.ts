import { connect, createServer, type Socket } from 'node:net'

export type Relay = { stop(): Promise<void> }

/** Passes every connection to an address on to another port of this machine: what runs there seems to run at that address. */
export async function startRelay({
  host,
  port,
  targetPort
}: {
  host: string
  port: number
  targetPort: number
}): Promise<Relay> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((near) => {
    const far = keep(connect(targetPort, '127.0.0.1'))
    keep(near).pipe(far).pipe(near)
    for (const [one, other] of [
      [near, far],
      [far, near]
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}
