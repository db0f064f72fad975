import { describe, expect, it } from 'vitest'
import { isOpenableLink, isOwnUrl } from './own-page.ts'

describe('isOwnUrl', () => {
  it.each(['app://kroma/', 'app://kroma/index.html', 'app://kroma/#/outputs'])('is the app: %s', (url) =>
    expect(isOwnUrl(url)).toBe(true)
  )
  it.each([
    '',
    'kroma',
    'app://evil/',
    'app://kroma.evil/',
    'app://kroma:80/',
    'app://user@kroma/',
    'app:kroma',
    'https://kroma/',
    'file:///kroma/index.html',
    'about:blank',
    'javascript:alert(1)',
    'data:text/html,app://kroma/'
  ])('is not the app: %s', (url) => expect(isOwnUrl(url)).toBe(false))
})

describe('isOpenableLink', () => {
  it.each(['https://etherscan.io/tx/0x1', 'https://sepolia.etherscan.io/', 'https://docs.kroma.network/a?b#c'])(
    'opens %s',
    (url) => expect(isOpenableLink(url)).toBe(true)
  )
  it.each([
    'http://etherscan.io/',
    'https://evil.example/',
    'https://etherscan.io.evil.example/',
    'https://evil.etherscan.io/',
    'https://etherscan.io:8443/',
    'https://user:word@etherscan.io/',
    'https://etherscan.io@evil.example/',
    'file:///etc/passwd',
    'smb://etherscan.io/x',
    'javascript:alert(1)',
    'app://kroma/',
    ''
  ])('does not open %s', (url) => expect(isOpenableLink(url)).toBe(false))
})
