import { beforeEach, describe, expect, it } from 'vitest'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { connect } from './connect.ts'

class PageDouble extends EventTarget {
  readonly location = { protocol: 'http:', host: '127.0.0.1:4321' }
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  readonly opened: string[] = []
  readonly WebSocket: unknown
  kroma?: Bridge
  constructor() {
    super()
    const { opened } = this
    this.WebSocket = class extends EventTarget {
      readonly readyState = 0
      constructor(url: string) {
        super()
        opened.push(url)
      }
      close(): void {}
      send(): void {}
    }
  }
  setTimeout(): number {
    return 0
  }
  clearTimeout(): void {}
}

let page: PageDouble
const open = (): Bridge => connect(page as unknown as Parameters<typeof connect>[0])
beforeEach(() => {
  page = new PageDouble()
})

describe('connect', () => {
  it('takes the bridge of the desktop shell where there is one', () => {
    const kroma: Bridge = {
      invoke: async () => ({ ok: false, error: { code: 'X', message: '', retryable: false, context: {} } }),
      subscribe: () => () => {},
      onConnection: () => () => {}
    }
    page.kroma = kroma
    expect(open()).toBe(kroma)
    expect(page.opened).toEqual([])
  })

  it('else opens a socket to the server that sent the page', () => {
    open()
    expect(page.opened).toEqual(['ws://127.0.0.1:4321/ipc'])
  })

  it('says whether the page is visible: after each connection and whenever it changes', () => {
    const told: unknown[] = []
    const connected: ((now: boolean) => void)[] = []
    page.kroma = {
      invoke: async (name, input) => {
        told.push([name, input])
        return { ok: false, error: { code: 'X', message: '', retryable: false, context: {} } }
      },
      subscribe: () => () => {},
      onConnection: (listener) => {
        connected.push(listener)
        return () => {}
      }
    }
    open()
    for (const now of [true, false, true]) connected[0]?.(now)
    page.document.visibilityState = 'hidden'
    page.document.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual([
      ['view.visible', { visible: true }],
      ['view.visible', { visible: true }],
      ['view.visible', { visible: false }]
    ])
  })
})
