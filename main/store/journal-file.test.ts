import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournalFile } from './journal-file.ts'
import { encodeJournalLine } from './journal-line.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
  path = join(folder, 'tx.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const [one, two, three] = [{ n: 1 }, { n: 2, text: 'zwölf\n' }, { n: 3 }].map((r) => encodeJournalLine(r)) as [
  string,
  string,
  string
]

describe('the journal file', () => {
  it('reads back what was appended, in order, by another process too', async () => {
    const journal = openJournalFile(path)
    expect(await journal.readAll()).toEqual({ records: [], tornTail: false })
    await Promise.all([1, 2, 3].map((n) => journal.append({ n })))
    expect(await journal.readAll()).toEqual({ records: [{ n: 1 }, { n: 2 }, { n: 3 }], tornTail: false })
    await journal.close()
    const again = openJournalFile(path)
    await again.append({ n: 4 })
    expect((await again.readAll()).records).toHaveLength(4)
    await again.close()
  })

  it('drops a torn last record wherever it is torn, and goes on after the good ones', async () => {
    const bytes = Buffer.from(one + two + three)
    const lastAt = Buffer.byteLength(one + two)
    for (let cut = lastAt + 1; cut < bytes.length - 1; cut++) {
      await writeFile(path, bytes.subarray(0, cut))
      const journal = openJournalFile(path)
      expect(await journal.readAll()).toEqual({ records: [{ n: 1 }, { n: 2, text: 'zwölf\n' }], tornTail: true })
      await journal.append({ n: 9 })
      expect(await journal.readAll()).toMatchObject({ records: [{ n: 1 }, { n: 2 }, { n: 9 }], tornTail: false })
      await journal.close()
    }
  })

  it('keeps a whole last record that only lacks its line end', async () => {
    await writeFile(path, (one + two).slice(0, -1))
    const journal = openJournalFile(path)
    expect(await journal.readAll()).toMatchObject({ records: [{ n: 1 }, { n: 2 }], tornTail: false })
    await journal.append({ n: 3 })
    expect((await journal.readAll()).records).toHaveLength(3)
    await journal.close()
  })

  it.each([
    ['half a line in the middle', `${one}${two.slice(0, 20)}\n${three}`],
    ['a changed digit', one.replace('"n":1', '"n":7') + two],
    ['a whole last line that is not a record', `${one}not a record\n`],
    ['a record without checksum', `${one}{"n":2}\n${three}`],
    ['an empty line', `${one}\n${two}`]
  ])('refuses %s, says what to do, and changes nothing', async (_, text) => {
    await writeFile(path, text)
    const journal = openJournalFile(path)
    const error = await journal.readAll().catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'JOURNAL_DAMAGED',
      message: expect.stringMatching(/Line \d of .*tx\.jsonl is damaged\. Nothing was changed\. Restore/)
    })
    expect(await readFile(path, 'utf8')).toBe(text)
    expect(await readdir(folder)).toEqual(['tx.jsonl'])
    await journal.close()
  })

  it('takes zeros that a power cut left at the end for a torn record', async () => {
    await writeFile(path, Buffer.concat([Buffer.from(one), Buffer.alloc(64)]))
    const journal = openJournalFile(path)
    expect(await journal.readAll()).toEqual({ records: [{ n: 1 }], tornTail: true })
    await journal.close()
  })

  it('rewrites as a whole and appends to the new file', async () => {
    const journal = openJournalFile(path)
    for (const n of [1, 2, 3]) await journal.append({ n })
    await journal.rewrite([{ n: 3 }])
    await journal.append({ n: 4 })
    expect(await journal.readAll()).toEqual({ records: [{ n: 3 }, { n: 4 }], tornTail: false })
    expect(await readdir(folder)).toEqual(['tx.jsonl'])
    await journal.close()
  })

  it('ignores what an interrupted rewrite left beside it', async () => {
    await writeFile(path, one)
    await writeFile(`${path}.new`, two.slice(0, 5))
    const journal = openJournalFile(path)
    expect((await journal.readAll()).records).toEqual([{ n: 1 }])
    await journal.rewrite([{ n: 5 }])
    expect((await journal.readAll()).records).toEqual([{ n: 5 }])
    await journal.close()
  })

  it('says what to do where it can neither read nor write', async () => {
    await mkdir(path)
    const journal = openJournalFile(path)
    await expect(journal.readAll()).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' })
    await expect(journal.append({})).rejects.toMatchObject({
      code: 'JOURNAL_UNWRITABLE',
      message: expect.stringContaining('Nothing is signed')
    })
    await expect(openJournalFile(join(folder, 'no', 'where')).append({})).rejects.toMatchObject({
      code: 'JOURNAL_UNWRITABLE'
    })
  })
})
