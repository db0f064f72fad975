import type { BackupRestored } from '../../../../shared/domain/backup.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { WireError } from '../../../../shared/ipc/result.ts'

/** Small enough for one message, base64 and all. */
const partBytes = 36_000
const busyMs = 250

type Answer<T> = { value: T } | { error: WireError }

/** The file that was made, put together from its parts. */
export async function readBackup(bridge: Bridge, { id, parts }: { id: string; parts: number }): Promise<Answer<Blob>> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let part = 0; part < parts; part += 1) {
    const reply = await patient(() => bridge.invoke('backup.read', { id, part }))
    if (!reply.ok) return { error: reply.error }
    pieces.push(Uint8Array.from(atob(reply.value), (c) => c.charCodeAt(0)))
  }
  return { value: new Blob(pieces, { type: 'application/octet-stream' }) }
}

/** Hands a file to main in parts, then restores it. */
export async function restoreBackup(
  bridge: Bridge,
  {
    file,
    onProgress,
    ...secrets
  }: { file: Blob; passphrase: string; vaultPassphrase: string | null; onProgress: (share: number) => void }
): Promise<Answer<BackupRestored>> {
  const id = crypto.randomUUID()
  const count = Math.max(1, Math.ceil(file.size / partBytes))
  for (let part = 0; part < count; part += 1) {
    const bytes = new Uint8Array(await file.slice(part * partBytes, (part + 1) * partBytes).arrayBuffer())
    const reply = await patient(() => bridge.invoke('backup.put', { id, part, base64: base64Of(bytes) }))
    if (!reply.ok) return { error: reply.error }
    onProgress((part + 1) / count)
  }
  const reply = await bridge.invoke('backup.restore', { id, ...secrets })
  return reply.ok ? { value: reply.value } : { error: reply.error }
}

const base64Of = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

/** Main takes so many messages a second: the next one waits. */
async function patient<T>(send: () => Promise<T & ({ ok: true } | { ok: false; error: WireError })>) {
  for (;;) {
    const reply = await send()
    if (reply.ok || reply.error.code !== 'IPC_BUSY') return reply
    await new Promise((done) => setTimeout(done, busyMs))
  }
}
