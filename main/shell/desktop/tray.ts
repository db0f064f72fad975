import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron'
import type { Logger } from '../../engine/ports.ts'
import type { TrayCommand, TrayState } from '../shell.ts'
import { dotImage } from './dot-image.ts'

export type TrayDeps = {
  createTray: (image: NativeImage) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>
  createImage: (bitmap: Buffer, options: { width: number; height: number; scaleFactor: number }) => NativeImage
  createMenu: (template: MenuItemConstructorOptions[]) => Menu
  open: () => void
  quit: () => void
  command: (command: TrayCommand) => void
  log: Logger
}

export type TrayEntry = {
  set(state: TrayState): void
  /** Whether there is one; whether it can be seen is another matter, see `decideTray`. */
  created(): boolean
  close(): void
}

const alertsOf = ({ badge = 0 }: TrayState): string =>
  badge === 0 ? '' : ` (${badge} ${badge === 1 ? 'alert' : 'alerts'})`

const engineItem = ({ running }: TrayState, { command }: TrayDeps): MenuItemConstructorOptions[] => {
  if (running === undefined) return []
  return running
    ? [{ label: 'Pause', click: () => command('pause') }]
    : [{ label: 'Resume', click: () => command('resume') }]
}

/** The tray entry: a dot in the colour of the state, its text, what comes next, Open, Pause or Resume, and Quit. It appears with the first state; where the system refuses it, there is none. */
export function trayEntry(deps: TrayDeps): TrayEntry {
  let tray: ReturnType<TrayDeps['createTray']> | null = null
  const image = ({ severity }: TrayState): NativeImage =>
    deps.createImage(dotImage(severity, 32), { width: 32, height: 32, scaleFactor: 2 })
  let refused = false
  const create = (state: TrayState): ReturnType<TrayDeps['createTray']> | null => {
    if (refused) return null
    try {
      const created = deps.createTray(image(state))
      created.on('click', deps.open)
      return created
    } catch (error) {
      refused = true
      deps.log.warn('desktop.tray-refused', { error: String(error) })
      return null
    }
  }
  return {
    set(state) {
      if (tray) tray.setImage(image(state))
      else tray = create(state)
      if (tray === null) return
      tray.setToolTip(`Kroma Validator: ${state.text}${alertsOf(state)}`)
      tray.setContextMenu(
        deps.createMenu([
          { label: state.text, enabled: false },
          ...(state.next ? [{ label: state.next, enabled: false }] : []),
          { type: 'separator' },
          { label: 'Open Kroma Validator', click: deps.open },
          ...engineItem(state, deps),
          { label: 'Quit', click: deps.quit }
        ])
      )
    },
    created: () => tray !== null,
    close() {
      tray?.destroy()
      tray = null
    }
  }
}
