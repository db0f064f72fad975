import { connect, type Socket } from 'node:net'
import { AppError } from '../../../shared/errors.ts'
import { createSerial } from '../serial.ts'
import { createFrameReader, requestFrame } from './frames.ts'

/** The host's end of the emulator's TCP protocol. */
export type LedgerClient = {
  /** The answer, status word included; it may take as long as the user takes. One at a time, in order. Throws PRACTICE_LEDGER_UNPLUGGED when the connection ends, PRACTICE_LEDGER_UNREACHABLE. */
  exchange(apdu: Uint8Array): Promise<Uint8Array>
  close(): void
}

const connectWithinMs = 3_000

type Link = { socket: Socket; ask(apdu: Uint8Array): Promise<Uint8Array> }

/** Connects when first asked, and again after each loss. */
export function createLedgerClient(place: { host: string; port: number }): LedgerClient {
  const inTurn = createSerial()
  let link: Link | null = null
  return {
    exchange: (apdu) =>
      inTurn(async () => {
        link = link && !link.socket.destroyed ? link : await open(place)
        return link.ask(apdu)
      }),
    close: () => link?.socket.destroy()
  }
}

function open({ host, port }: { host: string; port: number }): Promise<Link> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    const refuse = (cause?: unknown): void => {
      socket.destroy()
      reject(unreachable(host, port, cause))
    }
    socket.setTimeout(connectWithinMs, () => refuse())
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', refuse)
      resolve(linkOver(socket))
    })
  })
}

function linkOver(socket: Socket): Link {
  const reader = createFrameReader('reply')
  let waiting: { resolve: (answer: Uint8Array) => void; reject: (error: AppError) => void } | null = null
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => waiting?.reject(unplugged()))
  socket.on('data', (bytes) => {
    try {
      for (const answer of reader.take(bytes)) waiting?.resolve(answer)
    } catch {
      socket.destroy()
    }
  })
  return {
    socket,
    ask(apdu) {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      waiting = { resolve, reject }
      if (socket.destroyed) reject(unplugged())
      else socket.write(requestFrame(apdu))
      return promise.finally(() => {
        waiting = null
      })
    }
  }
}

const unplugged = (): AppError =>
  new AppError(
    { code: 'PRACTICE_LEDGER_UNPLUGGED' },
    { message: 'The practice Ledger is not connected: plug it in and ask again.', retryable: true }
  )
const unreachable = (host: string, port: number, cause: unknown): AppError =>
  new AppError(
    { code: 'PRACTICE_LEDGER_UNREACHABLE', host, port },
    { message: `No practice Ledger answers at ${host}, port ${port}.`, retryable: true, cause }
  )
