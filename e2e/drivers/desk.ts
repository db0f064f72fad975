import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { DesktopApp } from './desktop.ts'

/** The desktop's tray service as a Linux desktop would answer for it: a program in front of the real one on the PATH. */
export type TrayService = { path: string; show(shown: boolean): void }

const gdbus = `#!/bin/sh
if [ -e "$(dirname "$0")/shown" ]; then
  echo "({'IsStatusNotifierHostRegistered': <true>, 'RegisteredStatusNotifierItems': <['org.kde.StatusNotifierItem-$PPID-1']>},)"
else
  echo "({'IsStatusNotifierHostRegistered': <false>},)"
fi
`

export function trayService(folder: string): TrayService {
  const bin = join(folder, 'tray-service')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'gdbus'), gdbus)
  chmodSync(join(bin, 'gdbus'), 0o755)
  const show = (shown: boolean): void =>
    shown ? writeFileSync(join(bin, 'shown'), '') : rmSync(join(bin, 'shown'), { force: true })
  show(true)
  return { path: `${bin}${delimiter}${process.env.PATH}`, show }
}

type Notice = { title: string; body: string; emit(event: 'click'): void }
type Item = { label: string; enabled: boolean; click(): void }
type Desk = { notices: Notice[]; items: Item[]; toolTip: string; questions: string[]; answer: number; opened: string[] }

declare global {
  var desk: Desk | undefined
}

/** From now on the main process remembers what it shows beside its window: the last tray menu, notifications, questions and links. */
export const watchDesk = (app: DesktopApp): Promise<void> =>
  app.evaluate(({ Tray, Notification, dialog, shell }) => {
    if (globalThis.desk) return
    const desk: Desk = { notices: [], items: [], toolTip: '', questions: [], answer: 0, opened: [] }
    globalThis.desk = desk
    const { setContextMenu, setToolTip } = Tray.prototype
    Tray.prototype.setContextMenu = function (menu) {
      desk.items = (menu?.items ?? []) as unknown as Item[]
      return setContextMenu.call(this, menu)
    }
    Tray.prototype.setToolTip = function (text) {
      desk.toolTip = text
      return setToolTip.call(this, text)
    }
    const { show } = Notification.prototype
    Notification.prototype.show = function () {
      desk.notices.push(this as unknown as Notice)
      return show.call(this)
    }
    dialog.showMessageBox = async (...given: unknown[]) => {
      desk.questions.push((given.at(-1) as { message: string }).message)
      return { response: desk.answer, checkboxChecked: false }
    }
    shell.openExternal = async (url) => void desk.opened.push(url)
  }, null)

export const trayMenu = (app: DesktopApp): Promise<string[]> =>
  app.evaluate(() => (globalThis.desk?.items ?? []).map(({ label }) => label), null)

export const pressTray = (app: DesktopApp, label: string): Promise<void> =>
  app.evaluate((_, wanted) => {
    const item = globalThis.desk?.items.find((one) => one.label === wanted)
    if (!item) throw new Error(`no ${wanted} in the tray`)
    item.click()
  }, label)

export const notices = (app: DesktopApp): Promise<string[]> =>
  app.evaluate(() => (globalThis.desk?.notices ?? []).map(({ title }) => title), null)

export const clickNotice = (app: DesktopApp, title: string): Promise<void> =>
  app.evaluate((_, wanted) => void globalThis.desk?.notices.find((one) => one.title === wanted)?.emit('click'), title)

export const questions = (app: DesktopApp): Promise<string[]> =>
  app.evaluate(() => globalThis.desk?.questions ?? [], null)

export const openedLinks = (app: DesktopApp): Promise<string[]> =>
  app.evaluate(() => globalThis.desk?.opened ?? [], null)
