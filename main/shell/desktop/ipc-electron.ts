import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { commandNames } from '../../../shared/ipc/channels.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Answer, IpcPort } from '../../ipc/port.ts'
import type { Publisher } from '../../ipc/publish.ts'
import { notReady } from '../../ipc/refuse.ts'
import { isOwnUrl } from './own-page.ts'

type Frame = Pick<WebFrameMain, 'url' | 'parent' | 'detached' | 'routingId' | 'processId'>
type Contents = Pick<WebContents, 'id' | 'send' | 'isDestroyed' | 'on'> & {
  ipc: Pick<WebContents['ipc'], 'handle'>
  readonly mainFrame: Frame
}

export type ElectronIpc = {
  port: IpcPort
  /** Connects the page of our own window. Nothing is registered for any other page. */
  attach(contents: Contents): void
}

export function electronIpc({ publisher, log }: { publisher: Publisher; log: Logger }): ElectronIpc {
  let answer: Answer | null = null
  return {
    port: {
      serve(next) {
        answer = next
        return () => {
          answer = null
        }
      }
    },
    attach(contents) {
      const view = publisher.addView({
        id: `window-${contents.id}`,
        send: (topic, payload) => tell(contents, { topic, payload, log }),
        ready: () => true,
        overrun: () => log.error('desktop.view-overrun')
      })
      contents.on('destroyed', () => view.remove())
      for (const name of commandNames) {
        contents.ipc.handle(name, async (event, raw: unknown) => {
          const trusted = isOwnMainFrame(event, contents)
          return (await answer?.({ trusted, view }, name, raw)) ?? notReady()
        })
      }
    }
  }
}

/** Only the main frame of our own window, while it shows the app's own page. */
function isOwnMainFrame(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, contents: Contents): boolean {
  const frame = event.senderFrame
  const main = contents.mainFrame
  return (
    frame !== null &&
    !frame.detached &&
    frame.parent === null &&
    frame.routingId === main.routingId &&
    frame.processId === main.processId &&
    isOwnUrl(frame.url)
  )
}

function tell(contents: Contents, { topic, payload, log }: { topic: string; payload: unknown; log: Logger }): void {
  if (contents.isDestroyed()) return
  try {
    contents.send(topic, payload)
  } catch {
    log.error('desktop.topic-not-sent', { topic })
  }
}
