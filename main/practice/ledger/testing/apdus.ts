import { type Hex, hexToBytes, type Signature, toHex } from 'viem'

/** Builds commands for tests, apart from the code that reads them. */
export const apdu = (head: string, data: Uint8Array | string = ''): Uint8Array => {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'hex') : data
  return Uint8Array.of(...Buffer.from(head.replaceAll(' ', ''), 'hex'), bytes.length, ...bytes)
}

/** n and the steps of a path, as hex. */
export const pathHex = (path: string): string => {
  const steps = path.split('/').map((step) => Number.parseInt(step, 10) + (step.endsWith("'") ? 2 ** 31 : 0))
  return [steps.length.toString(16).padStart(2, '0'), ...steps.map((s) => s.toString(16).padStart(8, '0'))].join('')
}

/** The sign command in pieces of at most `size` bytes. */
export const signApdus = (path: string, unsigned: Hex, size = 255): Uint8Array[] => {
  const all = Buffer.concat([Buffer.from(pathHex(path), 'hex'), hexToBytes(unsigned)])
  const count = Math.max(1, Math.ceil(all.length / size))
  return Array.from({ length: count }, (_, i) =>
    apdu(i === 0 ? 'e0040000' : 'e0048000', all.subarray(i * size, (i + 1) * size))
  )
}

export const statusOf = (answer: Uint8Array): string => Buffer.from(answer.slice(-2)).toString('hex')
export const dataOf = (answer: Uint8Array): Uint8Array => answer.slice(0, -2)

export const signatureOf = (answer: Uint8Array): Signature => {
  const data = dataOf(answer)
  return { yParity: data[0] ?? -1, r: toHex(data.slice(1, 33)), s: toHex(data.slice(33, 65)) }
}
