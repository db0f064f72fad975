import type { Reply } from '../../shared/ipc/result.ts'

/** One window or tab, as seen by the command that it sent. */
export type ViewHandle = { readonly id: string; setVisible(visible: boolean): void }

/** Who sent a command. `trusted` is the transport's verdict: our own page in our own window or session. */
export type Sender = { readonly trusted: boolean; readonly view: ViewHandle }

/** Answers one command; never rejects. */
export type Answer = (sender: Sender, name: string, raw: unknown) => Promise<Reply<unknown>>

/** What a transport (Electron, WebSocket, memory) offers to the command server. */
export type IpcPort = {
  /** Takes every command from now on, until the returned function is called. One server at a time. */
  serve(answer: Answer): () => void
}
