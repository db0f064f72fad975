import { expect, it } from 'vitest'
import { routeOf, routePartsOf } from './route.ts'

it('reads the screen from the hash and nothing else', () => {
  expect(routeOf('#/outputs')).toBe('outputs')
  expect(routeOf('#/outputs?x=1')).toBe('outputs')
  expect(routeOf('')).toBe('')
  expect(routeOf('#javascript:alert(1)')).toBe('')
})

it('reads what follows the screen', () => {
  expect(routePartsOf('#/challenges/12/0xab')).toEqual(['12', '0xab'])
  expect(routePartsOf('#/challenges')).toEqual([])
  expect(routePartsOf('#/challenges//')).toEqual([])
  expect(routePartsOf('')).toEqual([])
})
