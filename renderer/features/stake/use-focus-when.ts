import { type RefObject, useEffect } from 'react'

/** Moves the focus to a heading once it has become what the user is at. `start`: with what it heads below it in view. */
export const useFocusWhen = (
  target: RefObject<HTMLElement | null>,
  wanted: boolean,
  block: 'nearest' | 'start' = 'nearest'
): void => {
  useEffect(() => {
    if (!wanted) return
    target.current?.focus({ preventScroll: true })
    target.current?.scrollIntoView({ block })
  }, [target, wanted, block])
}
