import { EventEmitter } from 'node:events'
import type {
  Dialog,
  Menu as ElectronMenu,
  Notification as ElectronNotification,
  Tray as ElectronTray,
  MenuItem,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  NotificationConstructorOptions,
  Shell
} from 'electron'

/** What an app shows beside its window, without a desk to show it on: specs look at what was asked for. */

type Bitmap = Pick<NativeImage, 'getSize' | 'isEmpty' | 'toBitmap'>

export const nativeImage = {
  createFromBitmap(buffer: Buffer, options: { width: number; height: number; scaleFactor?: number }): Bitmap {
    const { width, height, scaleFactor = 1 } = options
    if (buffer.length !== width * height * 4) throw new Error('invalid buffer size')
    return {
      getSize: () => ({ width: width / scaleFactor, height: height / scaleFactor }),
      isEmpty: () => width * height === 0,
      toBitmap: () => buffer
    }
  }
}

export class Menu implements Pick<ElectronMenu, 'items'> {
  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }
  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map(itemOf))
  }
  static setApplicationMenu(_menu: Menu | null): void {}
}

function itemOf(options: MenuItemConstructorOptions): MenuItem {
  const { type = 'normal', label = '', enabled = true, visible = true, click } = options
  if (type === 'normal' && label === '' && options.role === undefined)
    throw new TypeError('Invalid template for MenuItem: must have either label or role')
  const press = () => enabled && click?.(item, undefined, {} as never)
  const item = { type, label, enabled, visible, click: press } as unknown as MenuItem
  return item
}

type TrayUsed = 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed'

export class Tray extends EventEmitter implements Pick<ElectronTray, TrayUsed> {
  image: NativeImage | string
  toolTip = ''
  menu: ElectronMenu | null = null
  #destroyed = false

  constructor(image: NativeImage | string) {
    super()
    this.image = image
  }
  setImage(image: NativeImage | string): void {
    this.#alive()
    this.image = image
  }
  setToolTip(toolTip: string): void {
    this.#alive()
    this.toolTip = toolTip
  }
  setContextMenu(menu: ElectronMenu | null): void {
    this.#alive()
    this.menu = menu
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  destroy(): void {
    this.#destroyed = true
  }
  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }
}

type NoticeUsed = 'show' | 'close' | 'title' | 'body'

export class Notification extends EventEmitter implements Pick<ElectronNotification, NoticeUsed> {
  title: string
  body: string
  readonly options: NotificationConstructorOptions

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.options = options
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }
  static isSupported = (): boolean => true
  show(): void {
    this.emit('show')
  }
  close(): void {
    this.emit('close')
  }
}

export class Theme extends EventEmitter implements Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'> {
  themeSource: NativeTheme['themeSource'] = 'system'
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark'
  }
}
export const nativeTheme: Theme = new Theme()

export const shell: Pick<Shell, 'openExternal' | 'openPath'> = {
  openExternal: async () => {},
  openPath: async () => ''
}

/** Nobody sits there: the default button is pressed; a spec puts another answer in place. */
export const dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'> = {
  showMessageBox: async (first: object) => ({
    response: ('defaultId' in first ? (first.defaultId as number | undefined) : undefined) ?? 0,
    checkboxChecked: false
  }),
  showErrorBox: () => {}
}
