import type { EnvImported, EnvRead } from '../../../shared/domain/env-import.ts'
import type { Parsed } from '../../../shared/ipc/contract.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may do with an environment file: see main/env-desk.ts. */
export type EnvControl = {
  preview(text: Secret<string>): EnvRead
  import(what: Parsed<'env.import'>, signal: AbortSignal): Promise<EnvImported>
  wipe(what: Parsed<'env.wipe'>): Promise<void>
}

export const envHandlers = (env: () => EnvControl): Pick<Handlers, 'env.preview' | 'env.import' | 'env.wipe'> => ({
  'env.preview': ({ text }) => env().preview(text),
  'env.import': (what, { signal }) => env().import(what, signal),
  'env.wipe': async (what) => {
    await env().wipe(what)
    return { wiped: true }
  }
})
