import fc from 'fast-check'
import { expect, it } from 'vitest'
import { basicAuthOf } from './url-credentials.ts'

const part = fc.oneof(fc.string(), fc.constantFrom('%', '%zz', '%E0%A4%A', 'ä', '§', 'a%25b'))

it('takes any credentials out of a URL, never throws and leaves nothing in it', () => {
  fc.assert(
    fc.property(part, part, (user, password) => {
      const text = `https://${user}:${password}@a.example/x?y`
      if (!URL.canParse(text) || new URL(text).hostname !== 'a.example') return
      const { url, authorization } = basicAuthOf(new URL(text))
      expect(url.href).toBe(`https://a.example/x?y`)
      const { username, password: given } = new URL(text)
      expect(authorization.authorization === undefined).toBe(username === '' && given === '')
    })
  )
})
