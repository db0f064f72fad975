/** Acts the first time it is called; later calls wait for the same end. */
export function once<T>(act: () => Promise<T>): () => Promise<T> {
  let acted: Promise<T> | null = null
  return () => {
    acted ??= act()
    return acted
  }
}
