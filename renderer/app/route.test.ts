import { expect, it } from 'vitest'
import { routeOf } from './route.ts'

it('reads the screen from the hash and nothing else', () => {
  expect(routeOf('#/outputs')).toBe('outputs')
  expect(routeOf('#/outputs?x=1')).toBe('outputs')
  expect(routeOf('')).toBe('')
  expect(routeOf('#javascript:alert(1)')).toBe('')
})
