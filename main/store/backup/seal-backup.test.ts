import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../shared/secret.ts'
import { type SealCost, sealBackup, unsealBackup } from './seal-backup.ts'

const cost: SealCost = [10, 8, 1]
const passphrase = new Secret('correct horse battery')
const seal = (content: Uint8Array): Promise<Buffer> => sealBackup(content, passphrase, cost)
const codeOf = (bytes: Buffer, by = passphrase): Promise<string> =>
  unsealBackup(bytes, by).then(
    () => 'opened',
    (error) => error.code
  )
/** With a checksum that fits, as somebody would make it who changes a file on purpose. */
const rehashed = (bytes: Buffer): Buffer => {
  const body = bytes.subarray(0, -32)
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x01
  return copy
}
const chunk = 64 * 1024
const overhead = 51 + 32

describe('sealed back-ups', () => {
  it.each([0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk + 5])('give %i bytes back as they were', async (size) => {
    const content = randomBytes(size)
    expect((await unsealBackup(await seal(content), passphrase)).equals(content)).toBe(true)
  })

  it('never hold what was sealed, and are never the same twice', async () => {
    const content = Buffer.from('a secret that stands out')
    const [one, other] = [await seal(content), await seal(content)]
    expect(one.includes(content)).toBe(false)
    expect(one.subarray(12).equals(other.subarray(12))).toBe(false)
  })

  it('name a wrong passphrase, and take the same letters however they are composed', async () => {
    const sealed = await sealBackup(Buffer.from('x'), new Secret('caf\u00e9 au lait'), cost)
    expect(await codeOf(sealed, new Secret('Caf\u00e9 au lait'))).toBe('BACKUP_WRONG_PASSPHRASE')
    expect(await codeOf(sealed, new Secret('cafe\u0301 au lait'))).toBe('opened')
  })

  it('notice every length that is too short', async () => {
    const sealed = await seal(randomBytes(300))
    for (let length = 0; length < sealed.length; length += 1) {
      const code = await codeOf(sealed.subarray(0, length))
      expect([length, code]).toEqual([length, length < 8 ? 'BACKUP_NOT_OURS' : 'BACKUP_DAMAGED'])
    }
  })

  it('notice every flipped byte', async () => {
    const sealed = await seal(randomBytes(200))
    for (let at = 0; at < sealed.length; at += 1)
      expect([at, await codeOf(flipped(sealed, at))]).toEqual([at, at < 8 ? 'BACKUP_NOT_OURS' : 'BACKUP_DAMAGED'])
  })

  it('notice a change whose checksum was made to fit', async () => {
    const sealed = await seal(randomBytes(100))
    for (const at of [12, 45, 60, overhead, overhead + 50, sealed.length - 33])
      expect(await codeOf(rehashed(flipped(sealed, at)))).toMatch(/^BACKUP_(DAMAGED|WRONG_PASSPHRASE)$/)
    expect(await codeOf(rehashed(flipped(sealed, overhead)))).toBe('BACKUP_DAMAGED')
  })

  it('notice a part that was taken out, moved or cut off although the checksum fits', async () => {
    const sealed = await seal(randomBytes(3 * chunk))
    const size = chunk + 16
    const head = sealed.subarray(0, overhead)
    const parts = [0, 1, 2].map((i) => sealed.subarray(overhead + i * size, overhead + (i + 1) * size))
    const made = (order: number[]): Buffer =>
      rehashed(Buffer.concat([head, ...order.map((i) => parts[i] ?? Buffer.alloc(0)), Buffer.alloc(32)]))
    expect(await codeOf(made([0, 1, 2]))).toBe('opened')
    for (const order of [[0, 1], [0, 2], [1, 0, 2], [0, 1, 2, 2], []])
      expect(await codeOf(made(order))).toBe('BACKUP_DAMAGED')
  })

  it('name what a newer version made, and refuse a header that would take all memory', async () => {
    const sealed = await seal(randomBytes(10))
    const newer = Buffer.from(sealed)
    newer[8] = 9
    expect(await codeOf(rehashed(newer))).toBe('BACKUP_FROM_FUTURE')
    const dear = Buffer.from(sealed)
    dear[9] = 31
    expect(await codeOf(rehashed(dear))).toBe('BACKUP_DAMAGED')
  })
})
