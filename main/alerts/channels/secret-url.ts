import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { origin } from '../../log/redactor.ts'

/** The operator's URL, which is a secret: `target` is what may be shown of it. */
export type SecretUrl = {
  readonly target: string
  /** Throws AppError CHANNEL_UNREACHABLE (retryable) while the vault is locked, CHANNEL_REFUSED where it holds no URL. */
  read(): Promise<Secret<string>>
}

/** One that is at hand. */
export const knownUrl = (url: Secret<string>): SecretUrl => ({ target: origin(url.reveal()), read: async () => url })

type Kept = {
  /** Name in the vault. */
  name: string
  readSecret: (name: string) => Promise<Secret<string> | null>
  /** Told of each value that is read: no log may show it. */
  learn: (text: string) => void
}

/** One in the vault, read for each message: it may be unlocked, or hold another URL, later. */
export function keptUrl({ name, readSecret, learn }: Kept): SecretUrl {
  let target = `vault: ${name}`
  return {
    get target() {
      return target
    },
    async read() {
      const url = await readSecret(name).catch((cause: unknown) => {
        throw locked(cause)
      })
      if (url === null || !isUrl(url.reveal())) throw missing(name)
      learn(url.reveal())
      target = origin(url.reveal())
      return url
    }
  }
}

export const isUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text)

const locked = (cause: unknown): AppError =>
  new AppError(
    { code: 'CHANNEL_UNREACHABLE', reason: 'the vault is locked' },
    { message: 'The vault that holds the URL is locked; unlock it, and it is tried again.', retryable: true, cause }
  )

const missing = (name: string): AppError =>
  new AppError(
    { code: 'CHANNEL_REFUSED', name },
    { message: `The vault holds no http:// or https:// URL as ${name}. Enter it in the settings.` }
  )
