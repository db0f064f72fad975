/** One line for whoever started the app. */
export const complain = (line: string): void => void process.stderr.write(line)
