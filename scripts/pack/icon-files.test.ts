import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { icnsOf, icoOf, type Pngs } from './icon-files.ts'

const resources = join(import.meta.dirname, 'resources')
const pngWidth = (png: Buffer): number => png.readUInt32BE(16)

/** The committed pictures, by the size in their names. */
const committed: Pngs = new Map(
  readdirSync(join(resources, 'icons')).map((name) => [
    Number.parseInt(name, 10),
    readFileSync(join(resources, 'icons', name))
  ])
)

describe('icons', () => {
  it('are pictures of the size that their name says', () => {
    for (const [size, png] of committed) expect(pngWidth(png)).toBe(size)
    expect([...committed.keys()].sort((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
  })

  it('are the very pictures in the committed containers', () => {
    expect(readFileSync(join(resources, 'icon.ico')).equals(icoOf(committed))).toBe(true)
    expect(readFileSync(join(resources, 'icon.icns')).equals(icnsOf(committed))).toBe(true)
  })

  it('lie in a Windows icon where its directory says', () => {
    const ico = icoOf(committed)
    const count = ico.readUInt16LE(4)
    const entries = Array.from({ length: count }, (_, i) => ico.subarray(6 + 16 * i, 22 + 16 * i))
    const widths = entries.map((e) =>
      pngWidth(ico.subarray(e.readUInt32LE(12), e.readUInt32LE(12) + e.readUInt32LE(8)))
    )
    expect(widths).toEqual([16, 24, 32, 48, 64, 128, 256])
    expect(entries.map((e) => e.readUInt8(0))).toEqual([16, 24, 32, 48, 64, 128, 0])
  })

  it('fill a macOS icon to the byte', () => {
    const icns = icnsOf(committed)
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    let at = 8
    while (at < icns.length) at += icns.readUInt32BE(at + 4)
    expect(at).toBe(icns.readUInt32BE(4))
    expect(at).toBe(icns.length)
  })

  it('cannot be made without a size that is wanted', () => {
    expect(() => icoOf(new Map())).toThrow('no picture of 16 pixels')
  })
})
