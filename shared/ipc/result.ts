/** The one shape in which an error crosses IPC. `context` holds only values that are safe to show. */
export type WireError = {
  code: string
  message: string
  retryable: boolean
  context: Record<string, string | number | boolean | null>
}
export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError }
