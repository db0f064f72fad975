/** Gives the browser a file to save: a link to a Blob, which the page's content security policy allows. */
export const saveBlob = (name: string, content: Blob): void => {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the Blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
