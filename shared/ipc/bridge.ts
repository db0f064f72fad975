import type { CommandName, TopicName } from './channels.ts'
import type { Input, Output, Payload } from './contract.ts'
import type { Reply } from './result.ts'

/** What the renderer finds as `window.kroma`: put there by preload (Electron) or by the renderer's own WebSocket client (browser shell). */
export type Bridge = {
  invoke<K extends CommandName>(name: K, input: Input<K>): Promise<Reply<Output<K>>>
  subscribe<K extends TopicName>(name: K, listener: (payload: Payload<K>) => void): () => void
  /** False while the transport is down; the renderer shows it and refetches when it comes back. */
  onConnection(listener: (connected: boolean) => void): () => void
}
