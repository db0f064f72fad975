import { decode, encode } from './structured-text.ts'

/** Names in the page, made fresh for each window so that the page cannot know them. */
export type WorldNames = { events: string; world: string; host: string; reply: string; tell: string }

type Link = { expose(key: string, api: unknown): void }

/**
 * One end of the bridge between two JavaScript worlds of a page that share nothing but the document: values are cloned, functions and promises become
 * stand-ins, as Electron's contextBridge does it. Runs in the page and closes over nothing.
 */
function linkWorlds(events: string, mine: string, theirs: string): Link {
  type Packed = { $?: 'function' | 'promise' | 'plain'; id?: number; value?: unknown }
  type Answer = { value?: Packed; error?: string }
  const functions: ((...args: unknown[]) => unknown)[] = []
  const settlers = new Map<number, { done: (v: unknown) => void; failed: (e: unknown) => void }>()
  let promises = 0
  let answer: Answer = {}
  const tell = (kind: string, detail: unknown): void => {
    document.dispatchEvent(new CustomEvent(`${events}-${theirs}-${kind}`, { detail }))
  }
  const on = (kind: string, act: (detail: never) => void): void =>
    document.addEventListener(`${events}-${mine}-${kind}`, (event) => {
      event.stopImmediatePropagation()
      act((event as CustomEvent).detail as never)
    })
  const keep = (promise: Promise<unknown>): number => {
    const id = promises++
    promise.then(
      (value) => tell('settled', { id, value: pack(value) }),
      (error: unknown) => tell('settled', { id, error: String(error) })
    )
    return id
  }
  const packObject = (value: object): unknown =>
    Array.isArray(value)
      ? value.map(pack)
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, pack(part)]))
  const isTree = (value: unknown): value is object =>
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') return { $: 'function', id: functions.push(value as never) - 1 }
    if (value instanceof Promise) return { $: 'promise', id: keep(value) }
    if (isTree(value)) return { value: packObject(value) }
    return { $: 'plain', value: structuredClone(value) }
  }
  const call = (id: number, args: unknown[]): unknown => {
    answer = { error: 'no answer from the other world' }
    tell('call', { id, args: args.map(pack) })
    const { value, error } = answer
    if (value === undefined) throw new Error(error)
    return unpack(value)
  }
  const unpackObject = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((part) => unpack(part as Packed))
      : Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, unpack(part as Packed)]))
  const unpack = (packed: Packed): unknown => {
    const id = packed.id ?? -1
    if (packed.$ === 'function') return (...args: unknown[]) => call(id, args)
    if (packed.$ === 'promise') return new Promise((done, failed) => settlers.set(id, { done, failed }))
    return packed.$ === 'plain' ? packed.value : unpackObject(packed.value)
  }
  on('call', ({ id, args }: { id: number; args: Packed[] }) => {
    let made: Answer
    try {
      made = { value: pack(functions[id]?.(...args.map(unpack))) }
    } catch (error) {
      made = { error: String(error) }
    }
    tell('answer', made)
  })
  on('answer', (given: Answer) => {
    answer = given
  })
  on('settled', ({ id, value, error }: { id: number; value?: Packed; error?: string }) => {
    const settler = settlers.get(id)
    settlers.delete(id)
    if (value === undefined) settler?.failed(new Error(error))
    else settler?.done(unpack(value))
  })
  on('expose', ({ key, api }: { key: string; api: Packed }) => {
    Object.defineProperty(window, key, { value: Object.freeze(unpack(api)), enumerable: true })
  })
  return { expose: (key, api) => tell('expose', { key, api: pack(api) }) }
}

type Codec = { encode: typeof encode; decode: typeof decode }
type Preload = (require: (name: string) => unknown, module: object, exports: object) => void

/** Runs the preload in its own world, with `electron` as a sandboxed preload has it. Runs in the page and closes over nothing. */
function runPreload(names: WorldNames, { link, codec, preload }: { link: Link; codec: Codec; preload: Preload }): void {
  const world = globalThis as unknown as Record<string, (text: string) => void>
  const waiting = new Map<number, { done: (v: unknown) => void; failed: (e: unknown) => void }>()
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>()
  let calls = 0
  world[names.reply] = (text) => {
    const { id, value, error } = codec.decode(text) as { id: number; value?: unknown; error?: string }
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.done(value)
    else call?.failed(new Error(error))
  }
  world[names.tell] = (text) => {
    const [channel, ...args] = codec.decode(text) as [string, ...unknown[]]
    for (const listener of [...(listeners.get(channel) ?? [])]) listener({ ports: [] }, ...args)
  }
  document.addEventListener(`${names.events}-open`, (event) => {
    world[names.host]?.(codec.encode({ open: (event as CustomEvent<string>).detail }))
  })
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((done, failed) => {
        const id = calls++
        const text = codec.encode({ id, channel, args })
        waiting.set(id, { done, failed })
        world[names.host]?.(text)
      }),
    on: (channel: string, listener: () => void) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      return ipcRenderer
    },
    off: (channel: string, listener: () => void) => {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    }
  }
  const contextBridge = { exposeInMainWorld: link.expose }
  const load = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return { contextBridge, ipcRenderer }
  }
  const module = { exports: {} }
  preload(load, module, module.exports)
}

/** `window.open` answers at once that there is none, as it does where the app's handler denies; the handler hears of it. Runs in the page and closes over nothing. */
function denyWindows(events: string): void {
  window.open = (url = 'about:blank') => {
    const detail = new URL(url, document.baseURI).href
    document.dispatchEvent(new CustomEvent(`${events}-open`, { detail }))
    return null
  }
}

/** For the page's own world; to be evaluated before `preloadWorld`'s, in each new document. A preload runs in the main frame only. */
export const pageWorld = (names: WorldNames): string => `if (window.top === window) {
  (${linkWorlds})(${JSON.stringify(names.events)}, 'page', 'preload');
  (${denyWindows})(${JSON.stringify(names.events)})
}`

/** For the isolated world named `names.world`. */
export const preloadWorld = (names: WorldNames, preload: string): string => `if (window.top === window) {
  const link = (${linkWorlds})(${JSON.stringify(names.events)}, 'preload', 'page')
  const codec = { encode: ${encode}, decode: ${decode} }
  const preload = function (require, module, exports) {
${preload}
  };
  (${runPreload})(${JSON.stringify(names)}, { link, codec, preload })
}`
