import type { WebContents } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { AppDouble, ContentsDouble, frameDouble, SessionDouble } from './electron-double.ts'
import { guardAllContents, guardSession } from './security.ts'

let log: RecordingLog
beforeEach(() => {
  log = recordingLog()
})

describe('guardAllContents', () => {
  let contents: ContentsDouble
  let opened: string[]
  let openFails: boolean
  beforeEach(() => {
    opened = []
    openFails = false
    contents = new ContentsDouble()
    const app = new AppDouble()
    const openExternal = async (url: string): Promise<void> => {
      if (openFails) throw new Error('no browser')
      opened.push(url)
    }
    guardAllContents(app.asApp, { openExternal, log })
    app.emit('web-contents-created', {}, contents)
  })

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'prevents every %s that leaves the app',
    (event) => {
      for (const url of ['https://etherscan.io/', 'file:///etc/passwd', 'about:blank', 'app://evil/']) {
        expect(contents.prevents(event, url)).toBe(true)
      }
      expect(contents.prevents(event, 'app://kroma/#/outputs')).toBe(false)
      expect(log.lines).toHaveLength(4)
    }
  )

  it('opens no window; a known link goes to the operator browser', async () => {
    const urls = ['https://etherscan.io/tx/0x1', 'https://evil.example/', 'app://kroma/', 'file:///x']
    for (const url of urls) expect(contents.openWindow(url)).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://etherscan.io/tx/0x1'])
  })

  it('survives a browser that cannot be opened', async () => {
    openFails = true
    expect(contents.openWindow('https://etherscan.io/')).toEqual({ action: 'deny' })
    await expect.poll(() => log.lines).toMatchObject([{ event: 'desktop.link-not-opened' }])
  })

  it('attaches no webview', () => {
    expect(contents.prevents('will-attach-webview', '')).toBe(true)
  })
})

describe('guardSession', () => {
  const guarded = (devtools: boolean): SessionDouble => {
    const session = new SessionDouble()
    guardSession(session.asSession, { devtools })
    return session
  }
  const contents = null as unknown as WebContents

  it('grants no permission on request, whatever is asked', () => {
    const session = guarded(true)
    const answers: boolean[] = []
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'usb',
      'clipboard-read',
      'fullscreen'
    ] as const) {
      const details = { requestingUrl: 'app://kroma/', isMainFrame: true } as never
      session.permissionRequest?.(contents, permission as 'media', (granted) => void answers.push(granted), details)
      answers.push(session.permissionCheck?.(contents, permission as 'media', 'app://kroma', details) ?? true)
    }
    const hid = { requestingUrl: 'app://kroma/', isMainFrame: true } as never
    session.permissionRequest?.(contents, 'hid' as 'media', (granted) => void answers.push(granted), hid)
    expect(answers).toEqual(Array(13).fill(false))
    let streams: unknown = 'none given'
    session.displayMedia?.({} as never, (given) => {
      streams = given
    })
    expect(streams).toBeNull()
  })

  it.each([
    ['hid', 'app://kroma/', true, true],
    ['hid', 'app://kroma', true, true],
    ['hid', 'app://kroma/', false, false],
    ['hid', 'app://evil/', true, false],
    ['hid', 'https://etherscan.io/', true, false],
    ['usb', 'app://kroma/', true, false],
    ['serial', 'app://kroma/', true, false]
  ])('lets only the own main frame use WebHID: %s, %s, main frame %s', (permission, origin, isMainFrame, allowed) => {
    const details = { isMainFrame } as never
    expect(guarded(false).permissionCheck?.(contents, permission as 'media', origin, details)).toBe(allowed)
  })

  const ledger = { deviceId: 'nano', vendorId: 0x2c97 }
  const keyboard = { deviceId: 'keys', vendorId: 0x046d }

  it.each([
    ['hid', 'app://kroma', ledger, true],
    ['hid', 'app://kroma', keyboard, false],
    ['hid', 'app://evil', ledger, false],
    ['hid', 'https://etherscan.io', ledger, false],
    ['usb', 'app://kroma', ledger, false],
    ['serial', 'app://kroma', ledger, false]
  ] as const)('hands out a Ledger to the own page only: %s, %s, %o', (deviceType, origin, device, allowed) => {
    expect(guarded(false).device?.({ deviceType, origin, device: device as never })).toBe(allowed)
  })

  it.each([
    ['the own page', [keyboard, ledger, { ...ledger, deviceId: 'second' }], frameDouble(), 'nano'],
    ['no Ledger', [keyboard], frameDouble(), null],
    ['another page', [ledger], frameDouble({ url: 'https://etherscan.io/' }), null],
    ['a frame in the page', [ledger], frameDouble({ parent: frameDouble() as never }), null],
    ['a page that is gone', [ledger], null, null]
  ])('chooses the first Ledger, for its own page: %s', (_who, deviceList, frame, expected) => {
    let prevented = false
    const event = {
      preventDefault: () => {
        prevented = true
      }
    }
    let chosen: unknown = 'nothing'
    guarded(false).emit('select-hid-device', event, { deviceList, frame }, (id: unknown) => {
      chosen = id
    })
    expect({ prevented, chosen }).toEqual({ prevented: true, chosen: expected })
  })

  it.each([
    ['https://etherscan.io/file.exe', true],
    ['blob:https://etherscan.io/1', true],
    ['blob:app://evil/1', true],
    ['blob:null/1', true],
    ['data:application/json,{}', true],
    ['app://kroma/assets/main.js', true],
    ['blob:app://kroma/9d1c6a0e-1', false]
  ])('downloads only what the page itself made: %s', (url, expected) => {
    let prevented = false
    const event = {
      preventDefault: () => {
        prevented = true
      }
    }
    guarded(false).emit('will-download', event, { getURL: () => url })
    expect(prevented).toBe(expected)
  })

  it('lets only the app itself be requested', () => {
    const session = guarded(false)
    expect(session.cancels('app://kroma/assets/main.js', 'script')).toBe(false)
    expect(session.cancels('data:image/png;base64,AA', 'image')).toBe(false)
    expect(session.cancels('blob:app://kroma/1')).toBe(false)
    for (const url of [
      'https://etherscan.io/',
      'http://127.0.0.1:8545/',
      'ws://127.0.0.1:1/',
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:https://etherscan.io/1',
      'app://evil/',
      'devtools://devtools/bundled/x.html'
    ]) {
      expect(session.cancels(url)).toBe(true)
    }
  })

  it('lets the developer tools load themselves in development', () => {
    const session = guarded(true)
    expect(session.cancels('devtools://devtools/bundled/x.html', 'mainFrame')).toBe(false)
    expect(session.cancels('https://devtools.example/')).toBe(true)
  })
})
