import { EventEmitter } from 'node:events'
import type { App, BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents, WebFrameMain } from 'electron'

/** Hand-written stand-ins for the few Electron objects that the desktop shell touches; for tests. Casts to Electron's types live here only. */

export type FrameDouble = {
  -readonly [K in 'url' | 'parent' | 'detached' | 'routingId' | 'processId']: WebFrameMain[K]
}

export const frameDouble = (changes: Partial<FrameDouble> = {}): FrameDouble => ({
  url: 'app://kroma/',
  parent: null,
  detached: false,
  routingId: 1,
  processId: 7,
  ...changes
})

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
type InvokeHandler = (event: { senderFrame: FrameDouble | null }, raw?: unknown) => Promise<unknown>

export class ContentsDouble extends EventEmitter {
  readonly id = 3
  readonly sent: { channel: string; payload: unknown }[] = []
  readonly handlers = new Map<string, InvokeHandler>()
  readonly mainFrame = frameDouble()
  destroyed = false
  reloads = 0
  windowOpen: WindowOpenHandler | null = null
  readonly ipc = {
    handle: (channel: string, handler: InvokeHandler): void => {
      if (this.handlers.has(channel)) throw new Error(`second handler for ${channel}`)
      this.handlers.set(channel, handler)
    }
  }

  get asContents(): WebContents {
    return this as unknown as WebContents
  }

  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload: structuredClone(payload) })
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  reload(): void {
    this.reloads++
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpen = handler
  }

  openWindow(url: string): unknown {
    return this.windowOpen?.({ url } as Parameters<WindowOpenHandler>[0])
  }

  /** Emits a navigation; true when it was prevented. */
  prevents(event: string, url: string): boolean {
    let prevented = false
    this.emit(event, {
      url,
      preventDefault: () => {
        prevented = true
      }
    })
    return prevented
  }
}

export class WindowDouble extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new ContentsDouble()
  readonly calls: string[] = []
  minimized = false
  destroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }

  get asWindow(): BrowserWindow {
    return this as unknown as BrowserWindow
  }

  async loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`)
  }
  show(): void {
    this.calls.push('show')
  }
  focus(): void {
    this.calls.push('focus')
  }
  restore(): void {
    this.calls.push('restore')
  }
  isMinimized(): boolean {
    return this.minimized
  }
  minimize(): void {
    this.calls.push('minimize')
  }
  setTitle(title: string): void {
    this.calls.push(`title ${title}`)
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  /** As the cross of the window does. */
  close(): void {
    let prevented = false
    this.emit('close', {
      preventDefault: () => {
        prevented = true
      }
    })
    if (!prevented) this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
  }
}

export class AppDouble extends EventEmitter {
  locked = false
  quits = 0

  get asApp(): App {
    return this as unknown as App
  }

  requestSingleInstanceLock(): boolean {
    return !this.locked
  }

  quit(): void {
    this.quits++
  }
}

type RequestDetails = { url: string; resourceType: string }
type BeforeRequest = (details: RequestDetails, callback: (response: { cancel?: boolean }) => void) => void
type Set1<K extends keyof Session> = Session[K] extends (handler: infer H, ...rest: never[]) => void ? H : never

export class SessionDouble extends EventEmitter {
  permissionRequest: Set1<'setPermissionRequestHandler'> = null
  permissionCheck: Set1<'setPermissionCheckHandler'> = null
  device: Set1<'setDevicePermissionHandler'> = null
  displayMedia: Set1<'setDisplayMediaRequestHandler'> = null
  beforeRequest: BeforeRequest | null = null
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.beforeRequest = listener
    }
  }

  get asSession(): Session {
    return this as unknown as Session
  }

  setPermissionRequestHandler(handler: Set1<'setPermissionRequestHandler'>): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: Set1<'setPermissionCheckHandler'>): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: Set1<'setDevicePermissionHandler'>): void {
    this.device = handler
  }
  setDisplayMediaRequestHandler(handler: Set1<'setDisplayMediaRequestHandler'>): void {
    this.displayMedia = handler
  }

  cancels(url: string, resourceType = 'xhr'): boolean | undefined {
    let cancel: boolean | undefined
    this.beforeRequest?.({ url, resourceType }, (response) => {
      cancel = response.cancel
    })
    return cancel
  }
}
