const longestText = 300

/** Text from a node made fit to log and to show: no URLs, none of `hidden` (parts of a URL that may be keys), no control characters, one line, at most 300 characters. */
export function sanitiseText(text: string, hidden: readonly string[] = []): string {
  let clean = text.slice(0, 20_000).replace(/\b(?:https?|wss?):\/\/[^\s"'<>]+/gi, '<url>')
  for (const part of hidden) clean = clean.replaceAll(part, '<hidden>')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  clean = clean.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
  return clean.length > longestText ? `${clean.slice(0, longestText - 1)}…` : clean
}

/** The parts of an endpoint's URL that may be a key: user, password, path segments and query values of six characters and more. */
export function hiddenPartsOf(url: URL): string[] {
  const values = [url.username, url.password, ...url.pathname.split('/'), ...url.searchParams.values()]
  const parts = values.flatMap((value) => [value, decode(value)])
  return [...new Set(parts)].filter((part) => part.length >= 6).sort((a, b) => b.length - a.length)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
