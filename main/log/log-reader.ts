import { type FileHandle, open } from 'node:fs/promises'
import type { LogLevel, LogLine, LogPage } from '../../shared/domain/log.ts'
import { readLine } from './read-line.ts'

/** Read at a time, and looked through for one answer. */
const chunkBytes = 64 * 1024
const pageBytes = 4 * 1024 * 1024
const exportBytes = 4 * 1024 * 1024
/** A line that is longer was not written by the log. */
const longestLine = 64 * 1024

export type LogFilter = { level: LogLevel; search: string }
export type LogQuery = LogFilter & { limit: number; before: string | null; unless: string | null }

export type LogReader = {
  /** Null when nothing was written since `unless`. A file that cannot be read is an empty log. */
  page(query: LogQuery): Promise<LogPage | null>
  /** Lines as they were written, oldest first. */
  text(filter: LogFilter): Promise<string>
}

type OpenFile = { handle: FileHandle; id: string; size: number }
type Found = { text: string; line: LogLine; from: number; file: string }

const rank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 }

/** Reads the log from its end: `path` and, before it, `path.1`, which the sink leaves when it begins anew. */
export function createLogReader({ path }: { path: string }): LogReader {
  return {
    page: ({ limit, before, unless, ...filter }) =>
      withFiles(path, async (files) => {
        const [newest] = files
        const version = newest ? `${newest.id}:${newest.size}` : 'empty'
        if (unless === version) return null
        const found: Found[] = []
        let next: string | null = null
        for await (const one of backwards(startingAt(files, before), pageBytes)) {
          next = `${one.file}:${one.from}`
          if (!('line' in one)) break
          if (!matches(one, filter)) continue
          found.push(one)
          if (found.length === limit) break
        }
        const last = files.at(-1)
        return { lines: found.map(({ line }) => line), before: next === `${last?.id}:0` ? null : next, version }
      }),
    text: (filter) =>
      withFiles(path, async (files) => {
        const lines: string[] = []
        for await (const one of backwards(startingAt(files, null), exportBytes))
          if ('line' in one && matches(one, filter)) lines.push(one.text)
        return lines.length === 0 ? '' : `${lines.reverse().join('\n')}\n`
      })
  }
}

const matches = ({ text, line }: Found, { level, search }: LogFilter): boolean =>
  rank[line.level] >= rank[level] && (search === '' || text.toLowerCase().includes(search.toLowerCase()))

async function withFiles<T>(path: string, work: (files: OpenFile[]) => Promise<T>): Promise<T> {
  const files: OpenFile[] = []
  try {
    for (const name of [path, `${path}.1`]) {
      const handle = await open(name, 'r').catch(() => null)
      if (!handle) continue
      const { ino, size } = await handle.stat()
      files.push({ handle, id: String(ino), size })
    }
    return await work(files)
  } finally {
    for (const { handle } of files) await handle.close()
  }
}

type Place = OpenFile & { end: number }

/** From a place that an earlier answer named; from nowhere when that file is gone. */
function startingAt(files: OpenFile[], before: string | null): Place[] {
  if (before === null) return files.map((file) => ({ ...file, end: file.size }))
  const [id, at] = before.split(':')
  const from = files.findIndex((file) => file.id === id)
  if (from < 0 || !/^\d+$/.test(at ?? '')) return []
  return files.slice(from).map((file, i) => ({ ...file, end: i === 0 ? Math.min(file.size, Number(at)) : file.size }))
}

/** Lines from the last to the first, with where each begins; at the end of the budget one without a line. */
async function* backwards(places: Place[], budget: number): AsyncGenerator<Found | { file: string; from: number }> {
  let left = budget
  for (const { handle, id, end } of places) {
    let at = end
    let rest: Buffer = Buffer.alloc(0)
    while (at > 0) {
      if (left <= 0) return yield { file: id, from: at + rest.length }
      const length = Math.min(chunkBytes, at)
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at - length)
      if (bytesRead < length) return
      left -= length
      at -= length
      const block: Buffer = Buffer.concat([buffer, rest])
      const first = at === 0 ? -1 : block.indexOf(10)
      // Without a line end this is the middle of a line; one that is too long is cut.
      if (first < 0 && at > 0) {
        rest = block.length > longestLine ? Buffer.alloc(0) : block
        continue
      }
      yield* linesOf(block.subarray(first + 1), { file: id, from: at + first + 1 })
      rest = block.subarray(0, first + 1)
    }
  }
}

function* linesOf(block: Buffer, { file, from }: { file: string; from: number }): Generator<Found> {
  let end = block.length
  while (end > 0) {
    const start = block.lastIndexOf(10, end - 2) + 1
    const text = block.subarray(start, end).toString('utf8').trim()
    const place = from + start
    if (text !== '') yield { text, line: readLine(text, `${file}:${place}`), from: place, file }
    end = start
  }
}
