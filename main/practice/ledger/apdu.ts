/** One command of ISO 7816 as it goes to a device: CLA INS P1 P2 Lc data. */
export type Apdu = { cla: number; ins: number; p1: number; p2: number; data: Uint8Array }

/** Status words of the Ethereum app and of the system below it. */
export const statusWords = {
  ok: 0x9000,
  locked: 0x5515,
  refused: 0x6985,
  invalidData: 0x6a80,
  badParameters: 0x6b00,
  badState: 0x6980,
  badPath: 0x6a15,
  badLength: 0x6700,
  txTypeNotSupported: 0x6501,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  noApp: 0x6e01
} as const

/** What ends a command with a status word instead of an answer. */
export class ApduError extends Error {
  readonly status: number

  constructor(status: keyof typeof statusWords) {
    super(status)
    this.status = statusWords[status]
  }
}

/** Throws ApduError badLength when the bytes are no command. */
export function parseApdu(bytes: Uint8Array): Apdu {
  const [cla, ins, p1, p2, length] = bytes
  const data = bytes.slice(5)
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined || length !== data.length)
    throw new ApduError('badLength')
  return { cla, ins, p1, p2, data }
}

/** Data and status word, as an answer. */
export function answerOf(data: Uint8Array, status: number): Uint8Array {
  const answer = new Uint8Array(data.length + 2)
  answer.set(data)
  answer.set([status >> 8, status & 0xff], data.length)
  return answer
}
