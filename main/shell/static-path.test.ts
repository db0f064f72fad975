import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { staticPath } from './static-path.ts'

const root = path.resolve('/srv/app')

describe('staticPath', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/main-1a2b.js', 'assets/main-1a2b.js', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'icon.svg', 'image/svg+xml']
  ])('finds %s', (url, file, type) => expect(staticPath(root, url)).toEqual({ file: path.join(root, file), type }))

  it.each([
    '',
    'index.html',
    '/..',
    '/../app/index.html',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '/..\\secret.js',
    '/..%5csecret.js',
    '/a.js%00.html',
    '/%',
    '/%ff.js',
    '//etc/index.html',
    '/assets//a.js',
    '/C:/secret.js',
    '/.env.js',
    '/assets/.hidden.js',
    '/assets',
    '/assets/',
    '/a.map',
    '/a.exe',
    'http://127.0.0.1/index.html'
  ])('refuses %s', (url) => expect(staticPath(root, url)).toBeNull())
})
