/** The URL without user and password, and the header that carries them instead (fetch and WebSocket refuse or drop them in the URL). */
export function basicAuthOf(withCredentials: URL): { url: URL; authorization: { authorization?: string } } {
  const url = new URL(withCredentials)
  const user = decodeURIComponent(url.username)
  const password = decodeURIComponent(url.password)
  url.username = ''
  url.password = ''
  if (user === '' && password === '') return { url, authorization: {} }
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return { url, authorization: { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` } }
}
