import type { CommandName, TopicName } from '../../shared/ipc/channels.ts'
import type { Input, Output } from '../../shared/ipc/contract.ts'
import type { Reply } from '../../shared/ipc/result.ts'
import type { Answer, IpcPort, ViewHandle } from './port.ts'
import type { Publisher } from './publish.ts'
import { notReady } from './refuse.ts'

export type MemoryView = {
  invoke<K extends CommandName>(name: K, input: Input<K>): Promise<Reply<Output<K>>>
  /** What a hostile page could send. */
  raw(name: string, input: unknown): Promise<Reply<unknown>>
  readonly received: { topic: TopicName; payload: unknown }[]
  close(): void
}

export type MemoryTransport = { port: IpcPort; connect(options?: { trusted?: boolean }): MemoryView }

/** Commands and topics without a wire, for tests: everything is cloned on its way as Electron does. */
export function memoryTransport(publisher?: Publisher): MemoryTransport {
  let answer: Answer | null = null
  let count = 0
  return {
    port: {
      serve(next) {
        answer = next
        return () => {
          answer = null
        }
      }
    },
    connect({ trusted = true } = {}) {
      const received: MemoryView['received'] = []
      const id = `memory-${++count}`
      const send = (topic: TopicName, payload: unknown): void => {
        received.push({ topic, payload: structuredClone(payload) })
      }
      const view = publisher?.addView({ id, send, ready: () => true, overrun: () => {} })
      const handle: ViewHandle = view ?? { id, setVisible: () => {} }
      const raw = async (name: string, input: unknown): Promise<Reply<unknown>> =>
        structuredClone(answer ? await answer({ trusted, view: handle }, name, structuredClone(input)) : notReady())
      return {
        invoke: raw as MemoryView['invoke'],
        raw,
        received,
        close: () => view?.remove()
      }
    }
  }
}
