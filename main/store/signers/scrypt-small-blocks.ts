import { pbkdf2Sync } from 'node:crypto'

export type ScryptParams = { n: number; r: number; p: number; dklen: number; salt: Buffer }

/**
 * scrypt (RFC 7914) for parameters that OpenSSL refuses although keystores in the wild have them: n >= 2^(16 r), as in the example of the
 * Web3 Secret Storage definition (n=262144, r=1). Slow and blocking: everything else goes to node:crypto.
 */
export function scryptSmallBlocks(passphrase: Buffer, { n, r, p, dklen, salt }: ScryptParams): Buffer {
  const blockBytes = 128 * r
  const blocks = pbkdf2Sync(passphrase, salt, 1, p * blockBytes, 'sha256')
  for (let i = 0; i < p; i++) mixBlock(blocks.subarray(i * blockBytes, (i + 1) * blockBytes), n)
  return pbkdf2Sync(passphrase, blocks, 1, dklen, 'sha256')
}

/** scryptROMix, in place. */
function mixBlock(bytes: Buffer, n: number): void {
  const words = bytes.length / 4
  let x = Int32Array.from({ length: words }, (_, i) => bytes.readInt32LE(i * 4))
  let y = new Int32Array(words)
  const table = new Int32Array(words * n)
  for (let i = 0; i < n; i++) {
    table.set(x, i * words)
    blockMix(x, y)
    ;[x, y] = [y, x]
  }
  for (let i = 0; i < n; i++) {
    const from = ((x[words - 16] ?? 0) & (n - 1)) * words
    for (let k = 0; k < words; k++) x[k] = (x[k] ?? 0) ^ (table[from + k] ?? 0)
    blockMix(x, y)
    ;[x, y] = [y, x]
  }
  x.forEach((word, i) => void bytes.writeInt32LE(word, i * 4))
}

const part = new Int32Array(16)

/** scryptBlockMix: even 64-byte parts to the first half, odd ones to the second. */
function blockMix(from: Int32Array, to: Int32Array): void {
  const parts = from.length / 16
  for (let k = 0; k < 16; k++) part[k] = from[from.length - 16 + k] ?? 0
  for (let i = 0; i < parts; i++) {
    for (let k = 0; k < 16; k++) part[k] = (part[k] ?? 0) ^ (from[i * 16 + k] ?? 0)
    salsa8(part)
    to.set(part, ((i >> 1) + (i & 1) * (parts >> 1)) * 16)
  }
}

/** Salsa20/8 in place. Written out: as a loop over an array it takes ten times as long. */
function salsa8(x: Int32Array): void {
  let x0 = (x[0] ?? 0) | 0
  let x1 = (x[1] ?? 0) | 0
  let x2 = (x[2] ?? 0) | 0
  let x3 = (x[3] ?? 0) | 0
  let x4 = (x[4] ?? 0) | 0
  let x5 = (x[5] ?? 0) | 0
  let x6 = (x[6] ?? 0) | 0
  let x7 = (x[7] ?? 0) | 0
  let x8 = (x[8] ?? 0) | 0
  let x9 = (x[9] ?? 0) | 0
  let x10 = (x[10] ?? 0) | 0
  let x11 = (x[11] ?? 0) | 0
  let x12 = (x[12] ?? 0) | 0
  let x13 = (x[13] ?? 0) | 0
  let x14 = (x[14] ?? 0) | 0
  let x15 = (x[15] ?? 0) | 0
  for (let round = 0; round < 4; round++) {
    x4 ^= rotated(x0 + x12, 7)
    x8 ^= rotated(x4 + x0, 9)
    x12 ^= rotated(x8 + x4, 13)
    x0 ^= rotated(x12 + x8, 18)
    x9 ^= rotated(x5 + x1, 7)
    x13 ^= rotated(x9 + x5, 9)
    x1 ^= rotated(x13 + x9, 13)
    x5 ^= rotated(x1 + x13, 18)
    x14 ^= rotated(x10 + x6, 7)
    x2 ^= rotated(x14 + x10, 9)
    x6 ^= rotated(x2 + x14, 13)
    x10 ^= rotated(x6 + x2, 18)
    x3 ^= rotated(x15 + x11, 7)
    x7 ^= rotated(x3 + x15, 9)
    x11 ^= rotated(x7 + x3, 13)
    x15 ^= rotated(x11 + x7, 18)
    x1 ^= rotated(x0 + x3, 7)
    x2 ^= rotated(x1 + x0, 9)
    x3 ^= rotated(x2 + x1, 13)
    x0 ^= rotated(x3 + x2, 18)
    x6 ^= rotated(x5 + x4, 7)
    x7 ^= rotated(x6 + x5, 9)
    x4 ^= rotated(x7 + x6, 13)
    x5 ^= rotated(x4 + x7, 18)
    x11 ^= rotated(x10 + x9, 7)
    x8 ^= rotated(x11 + x10, 9)
    x9 ^= rotated(x8 + x11, 13)
    x10 ^= rotated(x9 + x8, 18)
    x12 ^= rotated(x15 + x14, 7)
    x13 ^= rotated(x12 + x15, 9)
    x14 ^= rotated(x13 + x12, 13)
    x15 ^= rotated(x14 + x13, 18)
  }
  x[0] = (x[0] ?? 0) + x0
  x[1] = (x[1] ?? 0) + x1
  x[2] = (x[2] ?? 0) + x2
  x[3] = (x[3] ?? 0) + x3
  x[4] = (x[4] ?? 0) + x4
  x[5] = (x[5] ?? 0) + x5
  x[6] = (x[6] ?? 0) + x6
  x[7] = (x[7] ?? 0) + x7
  x[8] = (x[8] ?? 0) + x8
  x[9] = (x[9] ?? 0) + x9
  x[10] = (x[10] ?? 0) + x10
  x[11] = (x[11] ?? 0) + x11
  x[12] = (x[12] ?? 0) + x12
  x[13] = (x[13] ?? 0) + x13
  x[14] = (x[14] ?? 0) + x14
  x[15] = (x[15] ?? 0) + x15
}

const rotated = (sum: number, bits: number): number => (sum << bits) | (sum >>> (32 - bits))
