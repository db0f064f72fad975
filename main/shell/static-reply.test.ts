import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { staticReply } from './static-reply.ts'

let folder: string
let root: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'static-reply-'))
  root = path.join(folder, 'renderer')
  await mkdir(root)
  await writeFile(path.join(root, 'index.html'), '<meta nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>')
  await writeFile(path.join(root, 'a.js'), 'const x = "__CSP_NONCE__"')
  await writeFile(path.join(folder, 'outside.js'), 'secret')
  await symlink(path.join(folder, 'outside.js'), path.join(root, 'link.js'))
})
afterAll(() => rm(folder, { recursive: true }))

const cspOf = (headers: Record<string, string>): string => headers['content-security-policy'] ?? ''

describe('staticReply', () => {
  it('puts a fresh nonce into page and policy alike', async () => {
    const first = await staticReply(root, '/', { connect: 'ws://127.0.0.1:5' })
    const nonce = /'nonce-([^']+)'/.exec(cspOf(first.headers))?.[1] ?? ''
    expect(nonce).toMatch(/^[\w-]{24}$/)
    expect(first.status).toBe(200)
    expect(first.body.toString()).toBe(`<meta nonce="${nonce}"><style nonce="${nonce}"></style>`)
    const second = await staticReply(root, '/', { connect: null })
    expect(second.body.toString()).not.toContain(nonce)
  })

  it('allows the page nothing but itself', async () => {
    const { headers } = await staticReply(root, '/', { connect: 'ws://127.0.0.1:5' })
    expect(
      cspOf(headers)
        .replace(/nonce-[\w-]+/, 'nonce-N')
        .split('; ')
    ).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-N'",
      "img-src 'self' data:",
      'connect-src ws://127.0.0.1:5',
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'"
    ])
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store'
    })
    expect(headers['permissions-policy']).toContain('camera=()')
    // A Ledger is reached through WebHID, by this page only.
    expect(headers['permissions-policy']).toMatch(/(^|, )hid=\(self\)$/)
    expect(headers['permissions-policy']).toContain('usb=()')
    const { headers: desktop } = await staticReply(root, '/', { connect: null })
    expect(cspOf(desktop)).toContain("connect-src 'none'")
  })

  it('leaves scripts as they are', async () => {
    const { body, headers } = await staticReply(root, '/a.js', { connect: null })
    expect(body.toString()).toBe('const x = "__CSP_NONCE__"')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it.each(['/none.js', '/../outside.js', '/%2e%2e/outside.js', '/link.js'])('does not find %s', async (url) => {
    const { status, body, headers } = await staticReply(root, url, { connect: null })
    expect(status).toBe(404)
    expect(body.toString()).not.toContain('secret')
    expect(cspOf(headers)).toContain("default-src 'none'")
  })
})
