import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../../shared/errors.ts'

/** Listens on 127.0.0.1 and nowhere else; port 0 takes a free one. Resolves with the port. Throws AppError PORT_TAKEN, PORT_NOT_ALLOWED or LISTEN_FAILED. */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(translate(error, port))
    server.once('error', onError)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function translate(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    const message = `Port ${port} on 127.0.0.1 is taken by another program (or by another copy of this app): close that one, choose another port, or choose 0 for any free port.`
    return new AppError({ code: 'PORT_TAKEN', port }, { message, cause: error })
  }
  if (error.code === 'EACCES') {
    const message = `This account may not listen on port ${port}: choose a port above 1023, or 0 for any free port.`
    return new AppError({ code: 'PORT_NOT_ALLOWED', port }, { message, cause: error })
  }
  const message = `Cannot listen on 127.0.0.1:${port} (${error.code ?? 'unknown'}): choose another port, or 0 for any free port.`
  return new AppError({ code: 'LISTEN_FAILED', port }, { message, cause: error })
}
