import { appendFileSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileSink } from './file-sink.ts'
import { createLogReader, type LogQuery } from './log-reader.ts'
import { createLogger } from './logger.ts'
import { readLine } from './read-line.ts'

const all: LogQuery = { level: 'debug', search: '', limit: 500, before: null, unless: null }
const at = (): string => join(mkdtempSync(join(tmpdir(), 'log-reader-')), 'app.log')
const line = (n: number, level = 30): string =>
  `${JSON.stringify({ level, time: 1_000 + n, room: n % 2 ? 'engine' : undefined, msg: `event ${n}`, n })}\n`
const many = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => line(from + i)).join('')
const events = (page: Awaited<ReturnType<ReturnType<typeof createLogReader>['page']>>): string[] =>
  page?.lines.map(({ event }) => event) ?? []

describe('reading the log', () => {
  it('gives the newest lines first, with all that they say', async () => {
    const path = at()
    const log = createLogger({ sink: createFileSink({ path }), level: 'debug' })
    log.child('engine').warn('rpc.endpoint-down', { origin: 'http://one', failures: 3n, note: null })
    log.info('head.seen', { ok: true })
    const page = await createLogReader({ path }).page(all)
    expect(page?.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        room: null,
        event: 'head.seen',
        fields: [{ name: 'ok', value: 'true' }]
      }),
      expect.objectContaining({
        level: 'warn',
        room: 'engine',
        event: 'rpc.endpoint-down',
        fields: [
          { name: 'origin', value: 'http://one' },
          { name: 'failures', value: '3' },
          { name: 'note', value: 'null' }
        ]
      })
    ])
    expect(page?.before).toBeNull()
    expect(new Set(page?.lines.map(({ id }) => id)).size).toBe(2)
  })

  it('goes back page by page through both files, each line once, although it is rolled over meanwhile', async () => {
    const path = at()
    writeFileSync(`${path}.1`, many(0, 3_000))
    writeFileSync(path, many(3_000, 5_000))
    const reader = createLogReader({ path })
    const seen: string[] = []
    let before: string | null = null
    do {
      const page: Awaited<ReturnType<typeof reader.page>> = await reader.page({ ...all, limit: 400, before })
      seen.push(...events(page))
      before = page?.before ?? null
      appendFileSync(path, line(9_999))
    } while (before !== null)
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, i) => `event ${4_999 - i}`))
    const { before: old = null } = (await reader.page({ ...all, limit: 5 })) ?? {}
    renameSync(path, `${path}.1`)
    writeFileSync(path, many(6_000, 6_002))
    expect(events(await reader.page({ ...all, limit: 1, before: old }))).toEqual(['event 9999'])
    expect(events(await reader.page({ ...all, limit: 1, before: '12345:10' }))).toEqual([])
  })

  it('filters by level and text', async () => {
    const path = at()
    writeFileSync(path, line(1, 20) + line(2, 30) + line(3, 40) + line(4, 50) + line(5, 30))
    const reader = createLogReader({ path })
    expect(events(await reader.page({ ...all, level: 'warn' }))).toEqual(['event 4', 'event 3'])
    expect(events(await reader.page({ ...all, level: 'info', search: 'EVENT 5' }))).toEqual(['event 5'])
    expect(events(await reader.page({ ...all, search: 'engine' }))).toEqual(['event 5', 'event 3', 'event 1'])
    expect(await reader.text({ level: 'info', search: 'engine' })).toBe(line(3, 40) + line(5, 30))
  })

  it('says when nothing is new', async () => {
    const path = at()
    const reader = createLogReader({ path })
    expect(await reader.page(all)).toEqual({ lines: [], before: null, version: 'empty' })
    writeFileSync(path, line(1))
    const first = await reader.page(all)
    expect(await reader.page({ ...all, unless: first?.version ?? null })).toBeNull()
    appendFileSync(path, line(2))
    expect(events(await reader.page({ ...all, unless: first?.version ?? null }))).toEqual(['event 2', 'event 1'])
    expect(await createLogReader({ path: join(path, 'none') }).text({ level: 'debug', search: '' })).toBe('')
  })

  it('looks through a bounded part for one answer and goes on where it stopped', async () => {
    const path = at()
    writeFileSync(path, `${line(7)}${'x'.repeat(999)}\n`.repeat(1) + `${'y'.repeat(999)}\n`.repeat(5_000))
    const reader = createLogReader({ path })
    const first = await reader.page({ ...all, search: 'event 7' })
    expect([events(first), first?.before === null]).toEqual([[], false])
    const second = await reader.page({ ...all, search: 'event 7', before: first?.before ?? null })
    expect([events(second), second?.before]).toEqual([['event 7'], null])
    expect((await reader.text({ level: 'debug', search: '' })).length).toBeLessThan(5 * 1024 * 1024)
  })

  it('cuts what is no line, and shows what is none of its own', async () => {
    const path = at()
    writeFileSync(path, `${line(1)}${'z'.repeat(300_000)}\n${line(2)}not json\n[1]\n`)
    const found = events(await createLogReader({ path }).page(all))
    expect(found.slice(0, 3)).toEqual(['[1]', 'not json', 'event 2'])
    expect(found.at(-1)).toBe('event 1')
    expect(found.every((event) => event.length <= 2_000)).toBe(true)
  })

  it('never throws on a line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const found = readLine(text, 'id')
        expect(found.fields.length).toBeLessThanOrEqual(40)
        expect(['debug', 'info', 'warn', 'error']).toContain(found.level)
      })
    )
  })
})
