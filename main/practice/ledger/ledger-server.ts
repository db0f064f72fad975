import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { AppError } from '../../../shared/errors.ts'
import { createFrameReader, replyFrame } from './frames.ts'
import { Unheard } from './ledger-body.ts'
import type { LedgerDouble } from './ledger-double.ts'

export type LedgerServer = { host: string; port: number; stop(): Promise<void> }

const host = '127.0.0.1'

/** The double behind the TCP protocol of the public emulator, on the loopback address. A device that is pulled out, or becomes another one, ends its connections. Throws PORT_TAKEN. */
export async function startLedgerServer({
  device,
  port = 0,
  signal
}: {
  device: LedgerDouble
  /** 0, the default, takes a free port. */
  port?: number
  signal?: AbortSignal
}): Promise<LedgerServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    attend(socket, device)
  })
  await listen(server, port)
  let { session } = device.state()
  const off = device.onState((state) => {
    if (state.session !== session) for (const socket of sockets) socket.destroy()
    session = state.session
  })
  const stop = async (): Promise<void> => {
    off()
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((done) => server.close(() => done()))
  }
  signal?.addEventListener('abort', () => void stop(), { once: true })
  return { host, port: (server.address() as AddressInfo).port, stop }
}

/** One connection. Nothing is answered before the user has decided. */
function attend(socket: Socket, device: LedgerDouble): void {
  const gone = new AbortController()
  const reader = createFrameReader('request')
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.once('close', () => gone.abort(new Error('the host is gone')))
  if (!device.state().plugged) socket.destroy()
  socket.on('data', (bytes) => {
    try {
      for (const apdu of reader.take(bytes)) void answer(apdu)
    } catch {
      socket.destroy()
    }
  })
  const answer = async (apdu: Uint8Array): Promise<void> => {
    try {
      socket.write(replyFrame(await device.exchange(apdu, gone.signal)))
    } catch (error) {
      socket.destroy(error instanceof Unheard || !(error instanceof Error) ? undefined : error)
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new AppError({ code: 'PORT_TAKEN', port }, { message: `Port ${port} of this machine is taken.`, cause }))
    )
    server.listen(port, host, resolve)
  })
}
