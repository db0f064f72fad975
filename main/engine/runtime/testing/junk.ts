import fc from 'fast-check'
import { AppError } from '../../../../shared/errors.ts'

/** What a careless or hostile sender puts where something else is wanted. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    ...[
      '',
      '0x',
      '0x0',
      '0xg',
      '-0x1',
      '0x-1',
      'NaN',
      'null',
      'constructor',
      '__proto__',
      'toString',
      '1e999',
      ' 0x1 '
    ],
    ...[0, -1, 1.5, 2 ** 53, Number.MAX_VALUE, -0, true, false, null, [], {}, [[]], { length: 3 }, { toString: 1 }]
  ),
  fc.stringMatching(/^0x[0-9a-fA-F]{0,130}$/),
  fc.bigInt({ min: 0n, max: 2n ** 300n }).map((n) => `0x${n.toString(16)}`),
  fc.string({ unit: 'binary', maxLength: 40 })
)

/** A value of JSON with one place in it replaced, dropped or added to; itself now and then. */
export const mutated = (valid: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(valid) },
    { weight: 1, arbitrary: junk },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.array(fc.nat(), { maxLength: 6 }), junk, fc.constantFrom('replace', 'drop', 'add'))
        .map(([way, value, how]) => change(valid, way, { value, how }))
    }
  )

type Change = { value: unknown; how: string }

function change(node: unknown, [first, ...rest]: readonly number[], { value, how }: Change): unknown {
  if (typeof node !== 'object' || node === null || first === undefined) return value
  const copy: Record<string, unknown> | unknown[] = Array.isArray(node) ? [...node] : { ...node }
  const keys = Object.keys(copy)
  if (keys.length === 0 || how === 'add')
    return Array.isArray(copy) ? [...copy, value] : { ...copy, [`x${first}`]: value }
  const key = keys[first % keys.length] as string
  if (how === 'drop' && rest.length === 0)
    Array.isArray(copy) ? copy.splice(Number(key), 1) : Reflect.deleteProperty(copy, key)
  else Reflect.set(copy, key, change(Reflect.get(copy, key), rest, { value, how }))
  return copy
}

/** The value, or the code of the AppError; any other error fails the test. */
export async function valueOrCode<T>(work: () => T | Promise<T>): Promise<{ value: Awaited<T> } | { code: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof AppError) return { code: error.code }
    throw error
  }
}
