/** Longest frame that is read: far beyond any command or answer of the Ethereum app. */
const maxFrameBytes = 4_096
const prefixBytes = 4
const statusBytes = 2

/** A request to an emulator: u32be length, command. */
export const requestFrame = (apdu: Uint8Array): Uint8Array => prefixed(apdu, apdu.length)

/** A reply of an emulator: u32be length of the data without the status word, data, status word. */
export const replyFrame = (answer: Uint8Array): Uint8Array => prefixed(answer, answer.length - statusBytes)

function prefixed(bytes: Uint8Array, length: number): Uint8Array {
  const frame = new Uint8Array(prefixBytes + bytes.length)
  new DataView(frame.buffer).setUint32(0, length)
  frame.set(bytes, prefixBytes)
  return frame
}

export type FrameReader = {
  /** The frames that are complete with these bytes. Throws RangeError when a length cannot be. */
  take(bytes: Uint8Array): Uint8Array[]
}

/** Cuts a stream into what its length prefixes say, however it was cut up on its way. `reply`: two bytes more than the prefix names. */
export function createFrameReader(kind: 'request' | 'reply'): FrameReader {
  const beyond = kind === 'reply' ? statusBytes : 0
  let rest: Uint8Array = new Uint8Array()
  const next = (): Uint8Array | null => {
    if (rest.length < prefixBytes) return null
    const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0) + beyond
    if (length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes`)
    if (rest.length < prefixBytes + length) return null
    const frame = rest.slice(prefixBytes, prefixBytes + length)
    rest = rest.slice(prefixBytes + length)
    return frame
  }
  return {
    take(bytes) {
      rest = Buffer.concat([rest, bytes])
      const frames: Uint8Array[] = []
      for (let frame = next(); frame; frame = next()) frames.push(frame)
      return frames
    }
  }
}
