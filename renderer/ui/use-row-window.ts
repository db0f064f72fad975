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
    // Measured when something changes its size, not at each scroll: asking for a place makes the browser lay the page out.
    let place = { top: 0, height: 0 }
    const look = () => {
      const { top, height } = place
      const next = rowWindow({ count, rowHeight, offset: scroller.scrollTop - top, visibleHeight: height })
      setShown((known) => (known.first === next.first && known.last === next.last ? known : next))
    }
    const measure = () => {
      const view = scroller.getBoundingClientRect()
      place = { top: element.getBoundingClientRect().top - view.top + scroller.scrollTop, height: view.height }
      look()
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(scroller)
    for (let above = element.parentElement; above && above !== scroller; above = above.parentElement)
      observer.observe(above)
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
