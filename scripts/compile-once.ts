import { compileContracts } from '../main/practice/compile.ts'

/** Before the workers start, so that they find the compiled contracts instead of compiling them once each. */
export async function setup(): Promise<void> {
  await compileContracts()
}
