import type { App, Session, WebContents } from 'electron'
import type { Logger } from '../../engine/ports.ts'
import { allowsDevice, allowsHid, chooseLedger } from './ledger-devices.ts'
import { isOpenableLink, isOwnUrl } from './own-page.ts'

export type LinkDeps = { openExternal: (url: string) => Promise<void>; log: Logger }

/** Every page that ever comes to be in this app is held to these rules, whoever made it. */
export function guardAllContents(app: Pick<App, 'on'>, deps: LinkDeps): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, deps))
}

/** No navigation away from the app's own page, no new window, no webview. A known https link opens in the operator's browser. */
export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { openExternal, log }: LinkDeps
): void {
  const stay = (details: { url: string; preventDefault: () => void }): void => {
    if (isOwnUrl(details.url)) return
    details.preventDefault()
    log.warn('desktop.navigation-denied')
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isOpenableLink(url)) openExternal(url).catch(() => log.warn('desktop.link-not-opened'))
    else log.warn('desktop.window-denied')
    return { action: 'deny' }
  })
}

type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'on'
> & { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }

/** No permission and no device but a Ledger for the app's own page, no screen capture, no download but of what the page itself made (an export), and no request that leaves the app. `devtools`: the developer tools may load themselves. */
export function guardSession(session: GuardedSession, { devtools }: { devtools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(allowsHid)
  session.setDevicePermissionHandler(allowsDevice)
  session.on('select-hid-device', (event, details, callback) => {
    event.preventDefault()
    callback(chooseLedger(details))
  })
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault()
  })
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isAllowedRequest(details, devtools) }))
}

function isAllowedRequest({ url, resourceType }: { url: string; resourceType: string }, devtools: boolean): boolean {
  if (isOwnUrl(url) || isOwnBlob(url)) return true
  if (resourceType === 'image' && url.startsWith('data:')) return true
  return devtools && url.startsWith('devtools://')
}

/** A file that the page put together itself; its URL names the page that made it. */
const isOwnBlob = (url: string): boolean => url.startsWith('blob:') && isOwnUrl(url.slice('blob:'.length))
