import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronBrowserWindow } from 'electron'
import { WebContents } from './web-contents.ts'

type Used =
  | 'id'
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'isVisible'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'getMinimumSize'
  | 'setTitle'
  | 'getTitle'

const open = new Set<BrowserWindow>()
const watchers = {
  created: (_window: BrowserWindow): void => {},
  allClosed: (): void => {}
}

/** The app is told of windows through these. */
export const watchWindows = (given: typeof watchers): void => void Object.assign(watchers, given)

/** A window without a screen: a page of Chromium, and what the window manager would know of it. */
export class BrowserWindow extends EventEmitter implements Pick<ElectronBrowserWindow, Used> {
  static getAllWindows = (): BrowserWindow[] => [...open]

  readonly webContents: WebContents
  readonly #options: BrowserWindowConstructorOptions
  #visible: boolean
  #title: string
  #minimized = false
  #destroyed = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.#options = options
    this.#visible = options.show ?? true
    this.#title = options.title ?? ''
    const { width = 800, height = 600 } = options
    this.webContents = new WebContents(options.webPreferences ?? {}, { width, height })
    this.webContents.once('did-finish-load', () => {
      if (!this.#destroyed) this.emit('ready-to-show')
    })
    open.add(this)
    watchers.created(this)
  }

  get id(): number {
    return this.webContents.id
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.load(url)
  }
  show(): void {
    this.#visible = true
    this.emit('show')
  }
  hide(): void {
    this.#visible = false
    this.emit('hide')
  }
  focus(): void {
    if (this.#visible) this.emit('focus')
  }
  minimize(): void {
    this.#visible = true
    this.#minimized = true
    this.emit('minimize')
  }
  restore(): void {
    this.#minimized = false
    this.emit('restore')
  }
  isMinimized(): boolean {
    return this.#minimized
  }
  isVisible(): boolean {
    return this.#visible && !this.#destroyed
  }
  setTitle(title: string): void {
    this.#title = title
  }
  getTitle(): string {
    return this.#title
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  getMinimumSize(): number[] {
    return [this.#options.minWidth ?? 0, this.#options.minHeight ?? 0]
  }

  /** As the window's own cross does. */
  close(): void {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) this.destroy()
  }
  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    open.delete(this)
    void this.webContents.destroy().catch(() => {})
    this.emit('closed')
    if (open.size === 0) watchers.allClosed()
  }
}
