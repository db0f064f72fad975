import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type {
  WebContents as ElectronWebContents,
  IpcMainInvokeEvent,
  OnBeforeRequestListenerDetails,
  WebFrameMain,
  WebPreferences
} from 'electron'
import type { Cdp } from './chromium.ts'
import { host } from './host.ts'
import { pageWorld, preloadWorld, type WorldNames } from './page-worlds.ts'
import { fromChromium, handlerFor, toChromium } from './schemes.ts'
import { defaultSession } from './session.ts'
import { decode, encode } from './structured-text.ts'

type Frame = Pick<WebFrameMain, 'url' | 'parent' | 'detached' | 'routingId' | 'processId'>
type Invoke = Parameters<ElectronWebContents['ipc']['handle']>[1]
type OpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0]
type Call = { id: number; channel: string; args: unknown[] }
type Paused = {
  requestId: string
  request: { url: string; method: string; headers: Record<string, string> }
  frameId: string
  resourceType: string
  redirectedRequestId?: string | undefined
}

const resourceTypes: Record<string, OnBeforeRequestListenerDetails['resourceType']> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket'
}

let ids = 0

/** One page of Chromium, reached over its debugging protocol, with the preload in a world of its own. */
export class WebContents
  extends EventEmitter
  implements
    Pick<
      ElectronWebContents,
      | 'id'
      | 'send'
      | 'forcefullyCrashRenderer'
      | 'executeJavaScript'
      | 'isDestroyed'
      | 'isCrashed'
      | 'reload'
      | 'setWindowOpenHandler'
      | 'getURL'
    >
{
  readonly id = ++ids
  readonly session = defaultSession
  readonly #preferences: WebPreferences
  readonly #handlers = new Map<string, Invoke>()
  readonly #names: WorldNames
  readonly #frame: { -readonly [K in keyof Frame]: Frame[K] }
  readonly #page: Promise<{ cdp: Cdp; targetId: string }>
  #worldId: number | null = null
  #mainFrameId = ''
  #openHandler: OpenHandler | null = null
  #ownNavigation = false
  #destroyed = false
  #crashed = false

  readonly ipc = {
    handle: (channel: string, handler: Invoke): void => {
      if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      this.#handlers.set(channel, handler)
    },
    removeHandler: (channel: string): void => void this.#handlers.delete(channel)
  } satisfies Pick<ElectronWebContents['ipc'], 'handle' | 'removeHandler'>

  constructor(preferences: WebPreferences, size: { width: number; height: number }) {
    super()
    this.#preferences = preferences
    const secret = randomUUID()
    this.#names = {
      events: secret,
      world: `preload-${secret}`,
      host: `host-${secret}`,
      reply: `reply-${secret}`,
      tell: `tell-${secret}`
    }
    this.#frame = { url: '', parent: null, detached: false, routingId: this.id, processId: 1000 + this.id }
    this.#page = this.#open(size)
    this.#page.catch((error: unknown) => this.emit('failed-to-open', error))
  }

  get mainFrame(): Frame {
    return this.#frame
  }
  getURL(): string {
    return this.#frame.url
  }
  /** Not in Electron's types, though it is there. */
  getLastWebPreferences(): WebPreferences {
    return this.#preferences
  }
  /** Chromium's name for the page; rejects with what kept it from being opened. Not in Electron. */
  async targetId(): Promise<string> {
    return (await this.#page).targetId
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isCrashed(): boolean {
    return this.#crashed
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  /** As in Electron, what is sent to a page that is not there yet is lost. */
  send(channel: string, ...args: unknown[]): void {
    const text = encode([channel, ...args])
    void this.#inPreload(this.#names.tell, text)
  }

  reload(): void {
    this.#crashed = false
    void this.#page.then(({ cdp }) => cdp.send('Page.reload'))
  }

  forcefullyCrashRenderer(): void {
    this.#crashed = true
    this.#page.then(({ cdp }) => cdp.send('Page.crash')).catch(() => {})
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const { cdp } = await this.#page
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true
    })
    if (exceptionDetails) throw new Error(exceptionDetails.text)
    return result.value
  }

  /** Resolves when the page has loaded; rejects when it could not be. */
  async load(url: string): Promise<void> {
    const { cdp } = await this.#page
    const loaded = new Promise<void>((done) => this.once('did-finish-load', done))
    this.#ownNavigation = true
    const { errorText, loaderId } = await cdp.send('Page.navigate', { url: toChromium(url) })
    this.#ownNavigation = false
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    if (loaderId) await loaded
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#frame.detached = true
    this.emit('destroyed')
    const [{ targetId }, { browser }] = await Promise.all([this.#page, host.chromium])
    await browser.send('Target.closeTarget', { targetId })
  }

  async #open(size: { width: number; height: number }): Promise<{ cdp: Cdp; targetId: string }> {
    const { browser, session } = await host.chromium
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', ...size })
    browser.on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.openerId === targetId) browser.send('Target.closeTarget', targetInfo).catch(() => {})
    })
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true })
    const cdp = session(sessionId)
    this.#mainFrameId = targetId
    this.#listen(cdp)
    await defaultSession.tellPermissions(await host.chromium, this as unknown as ElectronWebContents)
    await this.#prepare(cdp)
    return { cdp, targetId }
  }

  async #prepare(cdp: Cdp): Promise<void> {
    const { world, host: binding } = this.#names
    await cdp.send('Runtime.addBinding', { name: binding, executionContextName: world })
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorld(this.#names) })
    if (this.#preferences.preload) {
      const source = preloadWorld(this.#names, readFileSync(this.#preferences.preload, 'utf8'))
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: world })
    }
    await cdp.send('Page.enable')
    await cdp.send('Runtime.enable')
    await cdp.send('Inspector.enable')
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  }

  #listen(cdp: Cdp): void {
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId: string }
      if (context.name === this.#names.world && frameId === this.#mainFrameId) this.#worldId = context.id
    })
    cdp.on('Runtime.bindingCalled', ({ payload }) => void this.#answer(cdp, payload))
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#frame.url = fromChromium(frame.url + (frame.urlFragment ?? ''))
    })
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.#mainFrameId) this.#frame.url = fromChromium(url)
    })
    cdp.on('Page.loadEventFired', () => this.emit('did-finish-load'))
    cdp.on('Page.windowOpen', ({ url }) => this.#onWindowOpen(url))
    cdp.on('Fetch.requestPaused', (paused) => {
      this.#onRequest(cdp, paused).catch(() => {})
    })
    cdp.on('Inspector.targetCrashed', () => {
      this.#crashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
  }

  /** The double has no second window: what Chromium opens for a link is closed again. */
  #onWindowOpen(url: string): void {
    const answer = this.#openHandler?.({ url: fromChromium(url) } as Parameters<OpenHandler>[0])
    if (answer?.action !== 'deny') throw new Error('the double opens no second window')
  }

  async #answer(cdp: Cdp, payload: string): Promise<void> {
    const call = decode(payload) as Call | { open: string }
    if ('open' in call) return this.#onWindowOpen(call.open)
    const { id, channel, args } = call
    const handler = this.#handlers.get(channel)
    const event = {
      type: 'frame',
      frameId: 1,
      processId: this.#frame.processId,
      sender: this,
      senderFrame: this.#frame
    }
    const reply = await Promise.resolve()
      .then(() => {
        if (!handler) throw new Error(`No handler registered for '${channel}'`)
        return handler(event as unknown as IpcMainInvokeEvent, ...(args as never[])) as unknown
      })
      .then(
        (value) => encode({ id, value }),
        (error: unknown) => encode({ id, error: `Error invoking remote method '${channel}': ${error}` })
      )
    await this.#inPreload(this.#names.reply, reply, cdp)
  }

  async #inPreload(name: string, text: string, given?: Cdp): Promise<void> {
    const executionContextId = this.#worldId
    if (executionContextId === null || this.#destroyed) return
    const cdp = given ?? (await this.#page).cdp
    const functionDeclaration = `(text) => globalThis[${JSON.stringify(name)}](text)`
    await cdp
      .send('Runtime.callFunctionOn', { functionDeclaration, executionContextId, arguments: [{ value: text }] })
      .catch(() => {})
  }

  async #onRequest(cdp: Cdp, paused: Paused): Promise<void> {
    const { requestId, request } = paused
    const url = fromChromium(request.url)
    const fail = (errorReason: 'Aborted' | 'BlockedByClient') =>
      cdp.send('Fetch.failRequest', { requestId, errorReason })
    if (paused.resourceType === 'Document' && this.#navigationPrevented(paused, url))
      return void (await fail('Aborted'))
    if (!(await defaultSession.allows(this.#detailsOf(paused, url)))) return void (await fail('BlockedByClient'))
    const handler = handlerFor(url)
    if (handler === null) return void (await cdp.send('Fetch.continueRequest', { requestId }))
    const response = await handler(new Request(url, { method: request.method, headers: request.headers }))
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64')
    })
  }

  #navigationPrevented({ frameId, redirectedRequestId }: Paused, url: string): boolean {
    const isMainFrame = frameId === this.#mainFrameId
    if (isMainFrame && this.#ownNavigation) return false
    let prevented = false
    const details = { url, isMainFrame, isSameDocument: false, preventDefault: () => (prevented = true) }
    this.emit('will-frame-navigate', details)
    if (isMainFrame) this.emit(redirectedRequestId ? 'will-redirect' : 'will-navigate', details)
    return prevented
  }

  #detailsOf({ frameId, resourceType, request }: Paused, url: string): OnBeforeRequestListenerDetails {
    const inFrame = resourceType === 'Document' && frameId !== this.#mainFrameId
    return {
      id: 0,
      url,
      method: request.method,
      webContentsId: this.id,
      webContents: this as unknown as ElectronWebContents,
      resourceType: inFrame ? 'subFrame' : (resourceTypes[resourceType] ?? 'other'),
      referrer: '',
      timestamp: Date.now(),
      uploadData: []
    }
  }
}
