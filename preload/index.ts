import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../shared/ipc/bridge.ts'
import { commandNames, topicNames } from '../shared/ipc/channels.ts'

const commands = new Set<string>(commandNames)
const topics = new Set<string>(topicNames)

/** Only the names of the contract pass; everything else is for main to check. */
const bridge: Bridge = {
  invoke: (name, input) =>
    commands.has(name)
      ? ipcRenderer.invoke(name, input)
      : Promise.resolve({
          ok: false,
          error: { code: 'IPC_UNKNOWN_COMMAND', message: 'There is no such command.', retryable: false, context: {} }
        }),
  subscribe: (name, listener) => {
    if (!topics.has(name)) return () => {}
    const onMessage = (_event: unknown, payload: Parameters<typeof listener>[0]): void => listener(payload)
    ipcRenderer.on(name, onMessage)
    return () => void ipcRenderer.off(name, onMessage)
  },
  onConnection: (listener) => {
    listener(true)
    return () => {}
  }
}

contextBridge.exposeInMainWorld('kroma', bridge)
