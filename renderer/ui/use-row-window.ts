import { type RefObject, useLayoutEffect, useState } from 'react'
import { type RowWindow, rowWindow } from './row-window.ts'

const scrollerOf = (element: Element): HTMLElement => {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent
  }
  return document.documentElement
}

type Options = { count: number; rowHeight: number }

/** Which rows of a long table body to draw, following the nearest scrolling ancestor. */
export const useRowWindow = (body: RefObject<HTMLElement | null>, { count, rowHeight }: Options): RowWindow => {
  const [shown, setShown] = useState<RowWindow>({ first: 0, last: Math.min(count, 30) })
  useLayoutEffect(() => {
    const element = body.current
    if (element === null) return
    const scroller = scrollerOf(element)
    const look = () => {
      const view = scroller.getBoundingClientRect()
      const offset = view.top - element.getBoundingClientRect().top
      const next = rowWindow({ count, rowHeight, offset, visibleHeight: view.height })
      setShown((known) => (known.first === next.first && known.last === next.last ? known : next))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [body, count, rowHeight])
  return { first: Math.min(shown.first, count), last: Math.min(shown.last, count) }
}

/** Keeps the rows in sight where they are when new ones come in above them. */
export const useSteadyScroll = (
  body: RefObject<HTMLElement | null>,
  firstKey: string | null,
  indexOf: (key: string) => number,
  rowHeight: number
): void => {
  const [known, setKnown] = useState(firstKey)
  useLayoutEffect(() => {
    if (known === firstKey) return
    setKnown(firstKey)
    const element = body.current
    const added = known === null ? 0 : indexOf(known)
    if (element === null || added <= 0) return
    const scroller = scrollerOf(element)
    const hidden = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top
    if (hidden > 0) scroller.scrollTop += added * rowHeight
  }, [body, known, firstKey, indexOf, rowHeight])
}
