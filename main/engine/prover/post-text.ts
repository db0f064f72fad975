/**
 * One HTTP POST of JSON text. Waits for the answer as long as the signal allows, however long the other side is silent (a proof takes hours).
 * Throws AbortedError, AppError HTTP_UNREACHABLE (`meta.reason`) when no whole answer came, HTTP_TOO_LARGE beyond `maxBytes`. Follows no redirects.
 */
export type PostText = (input: {
  url: string
  body: string
  maxBytes: number
  signal: AbortSignal
}) => Promise<{ status: number; text: string }>
