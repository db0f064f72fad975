import type { Reply } from './result.ts'
import { fromWire, toWire } from './wire.ts'

/** What crosses a text transport, one JSON document per message. Client to server: `RequestFrame`; server to client: the rest. */
export type RequestFrame = { id: number; name: string; input?: unknown }
export type ReplyFrame = { id: number; reply: Reply<unknown> }
export type TopicFrame = { topic: string; payload: unknown }
/** Sent by the server every `beatEveryMs`, so that a client notices a connection that died without a word. */
export type BeatFrame = { beat: number }

export const beatEveryMs = 15_000
/** A request may not be longer than this; the connection is closed otherwise. */
export const maxRequestBytes = 64 * 1024

type ServerFrame = ReplyFrame | TopicFrame | BeatFrame

export const encodeFrame = (frame: RequestFrame | ServerFrame): string => toWire(frame)

/** The request in `text`, or null when it is none. Never throws. */
export function decodeRequest(text: string): RequestFrame | null {
  const value = decode(text)
  if (value === null || typeof value.name !== 'string' || !isId(value.id)) return null
  return { id: value.id, name: value.name, input: value.input }
}

/** The frame in `text` as the server sent it, or null when it is none. Never throws. */
export function decodeServerFrame(text: string): ServerFrame | null {
  const value = decode(text)
  if (value === null) return null
  if (typeof value.beat === 'number') return { beat: value.beat }
  if (typeof value.topic === 'string') return { topic: value.topic, payload: value.payload }
  if (isId(value.id) && isReply(value.reply)) return { id: value.id, reply: value.reply }
  return null
}

function decode(text: string): Record<string, unknown> | null {
  try {
    const value = fromWire(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

const isId = (v: unknown): v is number => Number.isSafeInteger(v) && (v as number) >= 0
const isReply = (v: unknown): v is Reply<unknown> =>
  typeof v === 'object' && v !== null && typeof (v as { ok?: unknown }).ok === 'boolean'
