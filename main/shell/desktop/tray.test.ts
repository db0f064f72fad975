import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, NativeImage } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { dotImage } from './dot-image.ts'
import { type TrayDeps, trayEntry } from './tray.ts'

class TrayDouble extends EventEmitter {
  readonly images: unknown[]
  toolTip = ''
  menu: MenuItemConstructorOptions[] = []
  destroyed = false
  constructor(image: unknown) {
    super()
    this.images = [image]
  }
  setImage(image: unknown): void {
    this.images.push(image)
  }
  setToolTip(text: string): void {
    this.toolTip = text
  }
  setContextMenu(menu: unknown): void {
    this.menu = menu as MenuItemConstructorOptions[]
  }
  destroy(): void {
    this.destroyed = true
  }
}

let trays: TrayDouble[]
let clicked: string[]
let entry: ReturnType<typeof trayEntry>
let refusing: boolean
let log: RecordingLog

beforeEach(() => {
  trays = []
  clicked = []
  refusing = false
  log = recordingLog()
  entry = trayEntry({
    createTray: (image) => {
      if (refusing) throw new Error('no tray here')
      const tray = new TrayDouble(image)
      trays.push(tray)
      return tray as unknown as ReturnType<TrayDeps['createTray']>
    },
    createImage: (bitmap) => bitmap.toString('hex') as unknown as NativeImage,
    createMenu: (template) => template as never,
    open: () => void clicked.push('open'),
    quit: () => void clicked.push('quit'),
    command: (command) => void clicked.push(command),
    log
  })
})

describe('trayEntry', () => {
  it('appears with the first state and follows the next ones', () => {
    expect(trays).toEqual([])
    entry.set({ severity: 'ok', text: 'Submitting' })
    entry.set({ severity: 'critical', text: 'In jail' })
    expect(trays).toHaveLength(1)
    expect(trays[0]?.toolTip).toBe('Kroma Validator: In jail')
    expect(new Set(trays[0]?.images).size).toBe(2)
    expect(trays[0]?.menu[0]).toEqual({ label: 'In jail', enabled: false })
  })

  it('opens the window and quits', () => {
    entry.set({ severity: 'ok', text: 'Submitting' })
    trays[0]?.emit('click')
    for (const { click } of trays[0]?.menu ?? []) (click as (() => void) | undefined)?.()
    expect(clicked).toEqual(['open', 'open', 'quit'])
  })

  it('says what comes next and how many alerts there are', () => {
    entry.set({ severity: 'warning', text: 'One miss left', next: 'Next: output 7, 14:05', badge: 2 })
    expect(trays[0]?.toolTip).toBe('Kroma Validator: One miss left (2 alerts)')
    expect(trays[0]?.menu[1]).toEqual({ label: 'Next: output 7, 14:05', enabled: false })
    entry.set({ severity: 'ok', text: 'Fine', next: null, badge: 1 })
    expect(trays[0]?.toolTip).toBe('Kroma Validator: Fine (1 alert)')
    expect(trays[0]?.menu[1]).toEqual({ type: 'separator' })
  })

  it('offers to pause what runs and to resume what does not', () => {
    const press = (label: string) =>
      (trays[0]?.menu.find((item) => item.label === label)?.click as (() => void) | undefined)?.()
    entry.set({ severity: 'ok', text: 'Fine', running: true })
    press('Resume')
    press('Pause')
    entry.set({ severity: 'stopped', text: 'Paused', running: false })
    press('Pause')
    press('Resume')
    expect(clicked).toEqual(['pause', 'resume'])
  })

  it('does without where the system refuses it, and says so once', () => {
    refusing = true
    entry.set({ severity: 'ok', text: 'Fine' })
    entry.set({ severity: 'ok', text: 'Fine' })
    expect(entry.created()).toBe(false)
    expect(log.lines).toMatchObject([{ event: 'desktop.tray-refused' }])
    entry.close()
  })

  it('goes with the shell', () => {
    entry.close()
    entry.set({ severity: 'ok', text: 'Submitting' })
    expect(entry.created()).toBe(true)
    entry.close()
    expect(trays[0]?.destroyed).toBe(true)
    expect(entry.created()).toBe(false)
  })
})

describe('dotImage', () => {
  it('is a dot on nothing, in blue, green, red and alpha', () => {
    const bitmap = dotImage('critical', 16)
    expect(bitmap).toHaveLength(16 * 16 * 4)
    expect([...bitmap.subarray(0, 4)]).toEqual([0, 0, 0, 0])
    const middle = (8 * 16 + 8) * 4
    expect([...bitmap.subarray(middle, middle + 4)]).toEqual([51, 54, 218, 255])
  })

  it('has a colour for each severity', () => {
    const severities = ['ok', 'notice', 'warning', 'critical', 'stopped'] as const
    expect(new Set(severities.map((severity) => dotImage(severity, 8).toString('hex'))).size).toBe(5)
  })
})
