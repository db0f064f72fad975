import { expect, it } from 'vitest'
import { errorText } from './error-texts.ts'

it('has words for the codes of the bridge and shows the line of others', () => {
  expect(errorText({ code: 'IPC_TIMEOUT', message: '', retryable: true, context: {} }).title).toBe(
    'The app did not answer in time.'
  )
  expect(errorText({ code: 'NEW', message: 'The disk is full.', retryable: false, context: {} })).toEqual({
    title: 'The disk is full.',
    todo: 'The log has more under “NEW”.'
  })
  expect(errorText({ code: 'NEW', message: 'NEW', retryable: true, context: {} })).toEqual({
    title: 'Something went wrong.',
    todo: 'Try again in a moment.'
  })
})
