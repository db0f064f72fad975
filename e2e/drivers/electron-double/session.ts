import { EventEmitter } from 'node:events'
import type {
  CallbackResponse,
  DownloadItem,
  WebContents as ElectronWebContents,
  OnBeforeRequestListenerDetails,
  Session,
  WebRequest
} from 'electron'
import type { Chromium } from './chromium.ts'
import { fromChromium, origins } from './schemes.ts'

type Used =
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
type BeforeRequest = (details: OnBeforeRequestListenerDetails, callback: (response: CallbackResponse) => void) => void
type Handlers = {
  request: Parameters<Session['setPermissionRequestHandler']>[0]
  check: Parameters<Session['setPermissionCheckHandler']>[0]
  device: Parameters<Session['setDevicePermissionHandler']>[0]
  display: Parameters<Session['setDisplayMediaRequestHandler']>[0]
}
type CheckName = Parameters<NonNullable<Handlers['check']>>[1]

/** The permissions that Chromium can be told of, and the name under which Electron asks its handlers about each. */
const permissions: Record<string, CheckName> = {
  camera: 'media',
  microphone: 'media',
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-write': 'clipboard-sanitized-write',
  'idle-detection': 'idle-detection',
  'storage-access': 'storage-access'
}

class Cancelable {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** The default session: Chromium's default profile. What Electron asks handlers at the moment of use is asked once, when the window opens, and told to Chromium. */
export class SessionDouble extends EventEmitter implements Pick<Session, Used> {
  readonly #handlers: Handlers = { request: null, check: null, device: null, display: null }
  #beforeRequest: BeforeRequest | null = null
  readonly webRequest: Pick<WebRequest, 'onBeforeRequest'> = {
    onBeforeRequest: (...given: unknown[]): void => {
      this.#beforeRequest = given.at(-1) as BeforeRequest | null
    }
  }

  setPermissionRequestHandler(handler: Handlers['request']): void {
    this.#handlers.request = handler
  }
  setPermissionCheckHandler(handler: Handlers['check']): void {
    this.#handlers.check = handler
  }
  setDevicePermissionHandler(handler: Handlers['device']): void {
    this.#handlers.device = handler
  }
  setDisplayMediaRequestHandler(handler: Handlers['display']): void {
    this.#handlers.display = handler
  }

  /** Whether the request goes on, as the app's filter says; without one every request does. */
  allows(details: OnBeforeRequestListenerDetails): Promise<boolean> {
    const filter = this.#beforeRequest
    if (filter === null) return Promise.resolve(true)
    return new Promise((done) => filter(details, (response) => done(response.cancel !== true)))
  }

  async tellPermissions({ browser }: Chromium, contents: ElectronWebContents): Promise<void> {
    for (const [name, asked] of Object.entries(permissions)) {
      const setting = (await this.#grants(contents, asked)) ? 'granted' : 'denied'
      for (const origin of origins())
        await browser.send('Browser.setPermission', { permission: { name }, setting, origin })
    }
  }

  async #grants(contents: ElectronWebContents, name: CheckName): Promise<boolean> {
    const { request, check } = this.#handlers
    const url = contents.getURL()
    const checked = check?.(contents, name, url, { isMainFrame: true, requestingUrl: url } as never) ?? true
    const asked = await new Promise<boolean>((done) => {
      if (request === null) done(true)
      else request(contents, name as never, done, { isMainFrame: true, requestingUrl: url } as never)
    })
    return checked && asked
  }

  /** Downloads go to the folder unless a listener prevents them. */
  async watchDownloads({ browser }: Chromium, downloadPath: string): Promise<void> {
    browser.on('Browser.downloadWillBegin', ({ guid, url, suggestedFilename }) => {
      const event = new Cancelable()
      const item: Pick<DownloadItem, 'getURL' | 'getFilename'> = {
        getURL: () => fromChromium(url),
        getFilename: () => suggestedFilename
      }
      this.emit('will-download', event, item)
      if (event.defaultPrevented) browser.send('Browser.cancelDownload', { guid }).catch(() => {})
    })
    await browser.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath, eventsEnabled: true })
  }
}

export const defaultSession: SessionDouble = new SessionDouble()
