import { crc32 } from 'node:zlib'
import { AppError } from '../../shared/errors.ts'

const newline = 0x0a

const checksum = (json: string): string => crc32(json).toString(16).padStart(8, '0')

/** `{"crc":"xxxxxxxx","record":...}` and a line end. The checksum is over the record's JSON. */
export function encodeJournalLine(record: unknown): string {
  const json = JSON.stringify(record)
  return `{"crc":"${checksum(json)}","record":${json}}\n`
}

export type DecodedJournal = {
  records: unknown[]
  /** Length of the part that holds whole records. */
  goodBytes: number
  /** `torn`: half a record at the end. `newline`: a whole record that only lacks its line end. */
  unfinished: 'none' | 'torn' | 'newline'
}

/** Pure. Throws JOURNAL_DAMAGED for a bad line that is not the unfinished last one. */
export function decodeJournal(bytes: Buffer, path: string): DecodedJournal {
  const wholeEnd = bytes.lastIndexOf(newline) + 1
  const lines = bytes.subarray(0, wholeEnd).toString('utf8').split('\n').slice(0, -1)
  const records = lines.map((line, i) => decodeLine(line) ?? damaged(path, i + 1))
  const rest = bytes.subarray(wholeEnd).toString('utf8')
  if (rest === '') return { records: records.map((r) => r.record), goodBytes: wholeEnd, unfinished: 'none' }
  const last = decodeLine(rest)
  if (!last) return { records: records.map((r) => r.record), goodBytes: wholeEnd, unfinished: 'torn' }
  return { records: [...records, last].map((r) => r.record), goodBytes: bytes.length, unfinished: 'newline' }
}

function decodeLine(line: string): { record: unknown } | null {
  const found = /^\{"crc":"([0-9a-f]{8})","record":(.*)\}$/.exec(line)
  const json = found?.[2]
  if (json === undefined || checksum(json) !== found?.[1]) return null
  try {
    return { record: JSON.parse(json) }
  } catch {
    return null
  }
}

function damaged(path: string, line: number): never {
  throw new AppError(
    { code: 'JOURNAL_DAMAGED', path, line },
    {
      message: `Line ${line} of the transaction journal ${path} is damaged. Nothing was changed. Restore the file from a copy; without one, wait until the account has no pending transaction on chain, move the file away and start again.`
    }
  )
}
