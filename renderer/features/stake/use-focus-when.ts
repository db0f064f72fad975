import { type RefObject, useEffect } from 'react'

/** Moves the focus to a heading once it has become what the user is at. */
export const useFocusWhen = (target: RefObject<HTMLElement | null>, wanted: boolean): void => {
  useEffect(() => {
    if (!wanted) return
    target.current?.focus({ preventScroll: true })
    target.current?.scrollIntoView({ block: 'nearest' })
  }, [target, wanted])
}
