import type { Bridge } from '../../shared/ipc/bridge.ts'
import { SocketBridge } from './socket-bridge.ts'

type Page = Pick<Window, 'kroma' | 'location' | 'addEventListener' | 'setTimeout' | 'clearTimeout'> & {
  document: Pick<Document, 'visibilityState' | 'addEventListener'>
  WebSocket: typeof WebSocket
}

/** The way to main: preload's bridge in the desktop shell, else a WebSocket to the server that sent this page. Tells main whether the page is visible. Call it once. */
export function connect(page: Page = window): Bridge {
  const bridge = page.kroma ?? overSocket(page)
  const report = (): void => {
    void bridge.invoke('view.visible', { visible: page.document.visibilityState === 'visible' })
  }
  page.document.addEventListener('visibilitychange', report)
  bridge.onConnection((connected) => {
    if (connected) report()
  })
  return bridge
}

function overSocket(page: Page): Bridge {
  const scheme = page.location.protocol === 'https:' ? 'wss:' : 'ws:'
  const bridge = new SocketBridge({
    open: () => new page.WebSocket(`${scheme}//${page.location.host}/ipc`),
    setTimer: (fn, ms) => page.setTimeout(fn, ms),
    clearTimer: (timer) => page.clearTimeout(timer as number | undefined),
    random: Math.random
  })
  page.addEventListener('online', bridge.hurry)
  page.document.addEventListener('visibilitychange', bridge.hurry)
  return bridge
}
