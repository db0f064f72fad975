import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packArchive, unpackArchive } from './backup-archive.ts'

const facts = { createdAtMs: 1_795_000_000_000, appVersion: '0.1.0', network: 'Sepolia' }
const entries = [
  { name: 'settings.json', bytes: Buffer.from('{}') },
  { name: 'networks/1-ab-cd/journal.jsonl', bytes: Buffer.from('line\n\nline\n') },
  { name: 'networks/1-ab-cd/history.db', bytes: Buffer.alloc(0) }
]
const edited = (edit: (text: string) => string): Buffer =>
  gzipSync(Buffer.from(edit(gunzipSync(packArchive(entries, facts)).toString('latin1')), 'latin1'))

describe('archives', () => {
  it('give every file back', () => {
    expect(unpackArchive(packArchive(entries, facts))).toEqual({ facts, entries })
  })

  it.each<[string, (text: string) => string, string]>([
    ['a changed file', (t) => t.replace('line\n\n', 'lime\n\n'), 'BACKUP_DAMAGED'],
    ['a missing end', (t) => t.slice(0, -3), 'BACKUP_DAMAGED'],
    ['something behind the end', (t) => `${t}x`, 'BACKUP_DAMAGED'],
    ['a list that is none', (t) => t.replace('{', '['), 'BACKUP_DAMAGED'],
    ['no list', () => '', 'BACKUP_DAMAGED'],
    [
      'a way out of the folder',
      (t) => t.replace('networks/1-ab-cd/history.db', 'networks/../../history.db'),
      'BACKUP_DAMAGED'
    ],
    ['a file that no back-up holds', (t) => t.replace('"settings.json"', '"app.js"'), 'BACKUP_DAMAGED'],
    ['a newer format', (t) => t.replace('"format":1', '"format":2'), 'BACKUP_FROM_FUTURE']
  ])('refuse %s', (_, edit, code) => {
    expect(() => unpackArchive(edited(edit))).toThrow(expect.objectContaining({ code }))
  })

  it('refuse what was never packed', () => {
    expect(() => unpackArchive(Buffer.from('nothing'))).toThrow(expect.objectContaining({ code: 'BACKUP_DAMAGED' }))
  })
})
