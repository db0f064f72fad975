/** Gives the browser a text file to save: a link to a Blob, which the page's content security policy allows. */
export const saveText = (name: string, text: string, type = 'application/json'): void => {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the Blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
