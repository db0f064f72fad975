export type RowWindow = { first: number; last: number }

type Input = {
  count: number
  rowHeight: number
  /** Distance from the top of the first row to the top of what is visible; negative while the rows begin further down. */
  offset: number
  visibleHeight: number
}

const overscan = 8
/** The window moves by so many rows at a time: most frames of a scroll change nothing in the page. */
const step = 6

/** The rows that must be drawn, `last` exclusive: those in sight and a few on either side. Pure. */
export const rowWindow = ({ count, rowHeight, offset, visibleHeight }: Input): RowWindow => {
  const top = Math.floor((Math.floor(offset / rowHeight) - overscan) / step) * step
  const bottom = Math.ceil((Math.ceil((offset + visibleHeight) / rowHeight) + overscan) / step) * step
  const first = Math.max(0, Math.min(count, top))
  const last = Math.min(count, Math.max(first, bottom))
  return { first, last }
}
