import { type RefObject, useEffect } from 'react'

/** After a view was opened by the keyboard or the mouse: to its top, and to its heading, so that a screen reader goes on from there. */
export const useFocusOnOpen = (heading: RefObject<HTMLElement | null>, wanted: boolean): void => {
  useEffect(() => {
    if (!wanted) return
    heading.current?.closest('main')?.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [heading, wanted])
}

/** Back in the list: to the link that had been followed, else to the heading. */
export const useFocusOnReturn = (heading: RefObject<HTMLElement | null>, key: string | null): void => {
  useEffect(() => {
    if (key === null) return
    const links = [...document.querySelectorAll<HTMLElement>('[data-challenge]')]
    const link = links.find((element) => element.dataset.challenge === key)
    const target = link ?? heading.current
    target?.focus()
  }, [heading, key])
}
