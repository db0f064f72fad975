import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual
} from 'node:crypto'
import type { Secret } from '../../../shared/secret.ts'
import { backupFromFuture, damagedBackup, notABackup, wrongBackupPassphrase } from './backup-errors.ts'

/**
 * magic 8 | version 1 | log2 N, r, p 3 | salt 32 | nonce prefix 7 | HMAC of all before 32 | chunks | SHA-256 of all before 32.
 * A chunk is AES-256-GCM of 64 KiB with its tag; its nonce is the prefix, its number and whether it is the last one, so that none can be
 * taken out, moved or cut off. Every version begins with magic and version and ends with the SHA-256.
 */
const magic = Buffer.from('KROMABAK')
const version = 1
const headerSize = 51
const macSize = 32
const hashSize = 32
const tagSize = 16
const chunkSize = 64 * 1024

/** scrypt: log2 of N, r, p. The memory is 128 * N * r bytes. */
export type SealCost = readonly [logN: number, r: number, p: number]
const usualCost: SealCost = [17, 8, 1]
const highest: SealCost = [20, 16, 4]

/** Encrypts and authenticates `content`. */
export async function sealBackup(
  content: Uint8Array,
  passphrase: Secret<string>,
  cost: SealCost = usualCost
): Promise<Buffer> {
  const salt = randomBytes(32)
  const prefix = randomBytes(7)
  const header = Buffer.concat([magic, Buffer.from([version, ...cost]), salt, prefix])
  const { cipherKey, macKey } = await keysOf(passphrase, salt, cost)
  const parts: Buffer[] = [header, createHmac('sha256', macKey).update(header).digest()]
  const count = Math.max(1, Math.ceil(content.length / chunkSize))
  for (let i = 0; i < count; i += 1) {
    const cipher = createCipheriv('aes-256-gcm', cipherKey, nonceOf(prefix, i, i === count - 1)).setAAD(header)
    parts.push(cipher.update(content.subarray(i * chunkSize, (i + 1) * chunkSize)), cipher.final(), cipher.getAuthTag())
  }
  const sealed = Buffer.concat(parts)
  return Buffer.concat([sealed, sha256(sealed)])
}

/** What was sealed, whole and unchanged. Throws BACKUP_NOT_OURS, BACKUP_DAMAGED, BACKUP_FROM_FUTURE, BACKUP_WRONG_PASSPHRASE. */
export async function unsealBackup(bytes: Buffer, passphrase: Secret<string>): Promise<Buffer> {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw notABackup()
  const end = bytes.length - hashSize
  if (end <= magic.length || !sha256(bytes.subarray(0, end)).equals(bytes.subarray(end)))
    throw damagedBackup('it is cut off, or a part of it changed')
  const found = bytes[magic.length] ?? 0
  if (found > version) throw backupFromFuture(found)
  if (end < headerSize + macSize + tagSize) throw damagedBackup('it is too short')
  const header = bytes.subarray(0, headerSize)
  const cost = costOf(header)
  const { cipherKey, macKey } = await keysOf(passphrase, header.subarray(12, 44), cost)
  const mac = createHmac('sha256', macKey).update(header).digest()
  if (!timingSafeEqual(mac, bytes.subarray(headerSize, headerSize + macSize))) throw wrongBackupPassphrase()
  return openChunks(bytes.subarray(headerSize + macSize, end), cipherKey, header)
}

function openChunks(chunks: Buffer, key: Buffer, header: Buffer): Buffer {
  const size = chunkSize + tagSize
  const count = Math.ceil(chunks.length / size)
  const opened: Buffer[] = []
  for (let i = 0; i < count; i += 1) {
    const chunk = chunks.subarray(i * size, (i + 1) * size)
    const tagAt = chunk.length - tagSize
    if (tagAt < 0) throw damagedBackup('its last part is cut off')
    const nonce = nonceOf(header.subarray(44, headerSize), i, i === count - 1)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(header).setAuthTag(chunk.subarray(tagAt))
    try {
      opened.push(decipher.update(chunk.subarray(0, tagAt)), decipher.final())
    } catch {
      throw damagedBackup('a part of it was changed or taken out')
    }
  }
  return Buffer.concat(opened)
}

function costOf(header: Buffer): SealCost {
  const cost: SealCost = [header[9] ?? 0, header[10] ?? 0, header[11] ?? 0]
  if (cost.some((value, i) => value < 1 || value > (highest[i] ?? 0))) throw damagedBackup('its header cannot be')
  return cost
}

async function keysOf(
  passphrase: Secret<string>,
  salt: Buffer,
  [logN, r, p]: SealCost
): Promise<{ cipherKey: Buffer; macKey: Buffer }> {
  const N = 2 ** logN
  const secret = passphrase.reveal().normalize('NFKC')
  const key = await new Promise<Buffer>((resolve, reject) =>
    scrypt(secret, salt, 64, { N, r, p, maxmem: 256 * N * r }, (error, made) => (error ? reject(error) : resolve(made)))
  )
  return { cipherKey: key.subarray(0, 32), macKey: key.subarray(32) }
}

function nonceOf(prefix: Buffer, index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce)
  nonce.writeUInt32BE(index, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
