import { connect, createServer, type Socket } from 'node:net'

export type CuttableProxy = {
  port: number
  /** Drops every line and refuses new ones. */
  cut(): void
  /** Lines stay open but nothing passes any more: half-open. */
  freeze(): void
  restore(): void
  stop(): Promise<void>
}

/** A TCP line to a loopback port that a test can break. */
export async function startCuttableProxy(targetPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>()
  let state: 'open' | 'cut' | 'frozen' = 'open'
  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const far = connect(targetPort, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near]
    ] as const) {
      sockets.add(one)
      one.on('data', (chunk) => state === 'open' && other.write(chunk))
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        if (state !== 'frozen') other.destroy()
      })
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      state = 'cut'
      dropAll()
    },
    freeze() {
      state = 'frozen'
    },
    restore() {
      state = 'open'
    },
    stop() {
      dropAll()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}
