import type { ReadStream } from 'node:tty'
import { AbortedError, AppError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'

type Output = { write(text: string): unknown }

/** Asks on the terminal without showing what is typed. Throws AppError PASSPHRASE_NEEDED where nobody can be asked, ABORTED on Ctrl-C or when `signal` fires. */
export function readPassphrase({
  input,
  output,
  prompt,
  signal
}: {
  input: ReadStream
  output: Output
  prompt: string
  /** Gives the question up. */
  signal?: AbortSignal
}): Promise<Secret<string>> {
  if (!input.isTTY)
    return Promise.reject(
      new AppError(
        { code: 'PASSPHRASE_NEEDED' },
        {
          message:
            'A passphrase is needed and there is no terminal to ask on. Name a file with key.passphraseFile or secrets.passphraseFile.'
        }
      )
    )
  output.write(prompt)
  return new Promise((resolve, reject) => {
    let typed = ''
    const finish = (end: () => void): void => {
      input.off('data', onData)
      signal?.removeEventListener('abort', onAbort)
      input.setRawMode(false)
      input.pause()
      output.write('\n')
      end()
    }
    const endOf = (key: string): (() => void) | null => {
      if (key === '\u0003') return () => reject(new AppError({ code: 'ABORTED' }))
      return key === '\r' || key === '\n' ? () => resolve(new Secret(typed)) : null
    }
    const onData = (chunk: Buffer): void => {
      for (const key of chunk.toString('utf8')) {
        const end = endOf(key)
        if (end) {
          finish(end)
          return
        }
        typed = key === '\u007f' ? typed.slice(0, -1) : typed + key
      }
    }
    const onAbort = (): void => finish(() => reject(new AbortedError(signal?.reason)))
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    input.setRawMode(true)
    input.resume()
    input.on('data', onData)
  })
}
