const structural = /["{}[\]]/g
const primitive = /[^\s,{}[\]"]+/y
const space = /\s*/y

/** The members of a JSON object as the texts that stand there, so that a large one can be passed on untouched. Null when the text is no whole object; the members themselves are not checked. */
export function jsonMembers(text: string): Map<string, string> | null {
  const members = new Map<string, string>()
  let at = skip(text, space, 0)
  if (text[at] !== '{') return null
  at = skip(text, space, at + 1)
  if (text[at] === '}') return isEnd(text, at + 1) ? members : null
  for (;;) {
    const nameEnd = valueEnd(text, at)
    if (text[at] !== '"' || nameEnd === null) return null
    const colon = skip(text, space, nameEnd)
    if (text[colon] !== ':') return null
    const start = skip(text, space, colon + 1)
    const end = valueEnd(text, start)
    if (end === null) return null
    members.set(text.slice(at + 1, nameEnd - 1), text.slice(start, end))
    at = skip(text, space, end)
    if (text[at] === '}') return isEnd(text, at + 1) ? members : null
    if (text[at] !== ',') return null
    at = skip(text, space, at + 1)
  }
}

const isEnd = (text: string, at: number): boolean => skip(text, space, at) === text.length

function skip(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Where the value that begins at `at` ends, or null when it does not. */
function valueEnd(text: string, at: number): number | null {
  const first = text[at]
  if (first === '{' || first === '[') return nestedEnd(text, at)
  if (first === '"') return stringEnd(text, at)
  const end = skip(text, primitive, at)
  return end > at ? end : null
}

/** Not by a pattern: strings of many megabytes are too much for one. */
function stringEnd(text: string, start: number): number | null {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
  return null
}

function nestedEnd(text: string, start: number): number | null {
  let depth = 0
  let at = start
  for (;;) {
    structural.lastIndex = at
    const found = structural.exec(text)
    if (!found) return null
    if (found[0] === '"') {
      const end = stringEnd(text, found.index)
      if (end === null) return null
      at = end
      continue
    }
    at = found.index + 1
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1
    if (depth === 0) return at
  }
}
