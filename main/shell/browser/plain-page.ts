import { securityHeaders } from '../csp.ts'
import { createNonce, type StaticReply } from '../static-reply.ts'

/** A page of a few words, for somebody who has no way in yet. */
export function plainPage(status: number, { title, lines }: { title: string; lines: readonly string[] }): StaticReply {
  const nonce = createNonce()
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - Kroma Validator</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
body { max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.4rem }
kbd { border: 1px solid; border-radius: 4px; padding: 0 .35em }
</style>
</head>
<body><main><h1>${title}</h1>${lines.map((line) => `<p>${line}</p>`).join('\n')}</main></body>
</html>
`
  const headers = { ...securityHeaders({ nonce, connect: null }), 'content-type': 'text/html; charset=utf-8' }
  return { status, headers, body: Buffer.from(body) }
}

const newLink =
  'To get a new link, go to the terminal in which Kroma Validator runs and press <kbd>Enter</kbd>. Each link opens the app in one browser, once.'

export const usedLinkPage = (): StaticReply =>
  plainPage(403, {
    title: 'This link has been used or has run out',
    lines: [newLink, 'If it was this browser that used it, <a href="/">go to the app</a>.']
  })

export const noSessionPage = (): StaticReply =>
  plainPage(401, {
    title: 'This browser is not signed in',
    lines: [newLink, 'If you have just opened a fresh link from another page, reload this one.']
  })

export const refusedPage = (status: number, why: string): StaticReply =>
  plainPage(status, { title: 'Refused', lines: [why] })
