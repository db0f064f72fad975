/** The URL without user and password, and the header that carries them instead (fetch and WebSocket refuse or drop them in the URL). */
export function basicAuthOf(withCredentials: URL): { url: URL; authorization: { authorization?: string } } {
  const url = new URL(withCredentials)
  const user = plain(url.username)
  const password = plain(url.password)
  url.username = ''
  url.password = ''
  if (user === '' && password === '') return { url, authorization: {} }
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return { url, authorization: { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` } }
}

/** As it stands where it is not encoded as it should be: a password with a bare `%`. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
