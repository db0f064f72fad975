import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { staticPath } from './static-path.ts'

const root = path.resolve('/srv/app')

describe('staticPath', () => {
  it('never leaves the root', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', '%25', 'a', '.js', ':', '~', '')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = staticPath(root, `/${pieces.join('')}`)
        if (found) expect(path.resolve(found.file).startsWith(root + path.sep)).toBe(true)
      })
    )
  })
})
