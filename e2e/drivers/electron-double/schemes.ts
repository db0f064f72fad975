import type { CustomScheme, Protocol } from 'electron'

type Handler = Parameters<Protocol['handle']>[1]

const privileged = new Map<string, CustomScheme>()
const handlers = new Map<string, Handler>()

/** Chromium knows no scheme of ours: `app://kroma/x` is shown to it as `https://kroma.app.invalid/x`, which gives the page what a standard, secure scheme gives it. */
const suffix = '.invalid'

export function toChromium(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+):\/\/([^/?#]*)(.*)$/s.exec(url) ?? []
  return privileged.has(scheme) ? `https://${host}.${scheme}${suffix}${rest === '' ? '/' : rest}` : url
}

export const fromChromium = (url: string): string =>
  url.replace(/^(blob:)?https:\/\/([^/?#.]+)\.([a-z]+)\.invalid(?=[/?#]|$)/, '$1$3://$2')

export const handlerFor = (url: string): Handler | null => handlers.get(/^([a-z]+):/.exec(url)?.[1] ?? '') ?? null

/** The origin of a privileged scheme as Chromium sees it. */
export const origins = (): string[] => [...privileged.keys()].map((scheme) => `https://kroma.${scheme}${suffix}`)

let ready = false
export const schemesAreSettled = (): void => {
  ready = true
}

export const protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled' | 'unhandle'> = {
  registerSchemesAsPrivileged(schemes) {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const scheme of schemes) {
      const { standard, secure } = scheme.privileges ?? {}
      if (!standard || !secure) throw new Error(`the double has standard, secure schemes only, not ${scheme.scheme}`)
      privileged.set(scheme.scheme, scheme)
    }
  },
  handle(scheme, handler) {
    if (!ready) throw new Error('protocol.handle cannot be used before app is ready')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
  unhandle: (scheme) => void handlers.delete(scheme)
}
