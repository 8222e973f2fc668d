import { describe, expect, it } from 'vitest'
import { compilePagination } from './pagination.ts'

describe('The paging of an element', () => {
  it.each([
    ['page', { type: 'page', startIndex: 1 }],
    ['page starts with 1', { type: 'page', startIndex: 1 }],
    ['page 0', { type: 'page', startIndex: 0 }],
    ['offset', { type: 'offset' }],
    ['cursor', { type: 'cursor' }],
    ['', { type: 'none' }],
    [null, { type: 'none' }],
  ])('understands the type %j', (type, expected) => {
    expect(compilePagination({ 'pagination.type': type })).toMatchObject(expected)
  })

  it('lets the start index decide over the name of the type', () => {
    const plan = compilePagination({ 'pagination.type': 'page', 'pagination.page.startindex': '0' })

    expect(plan.startIndex).toBe(0)
  })

  it.each([
    [{ 'pagination.max': '50' }, 50],
    [{ 'pagination.max': '{"users":50,"default":30}' }, 30],
    [{ 'pagination.max': '{"users":50,"tags":20}' }, 20],
    [{ 'pagination.max': '100', pagination: '{"minPageSize":1,"maxPageSize":"1000"}' }, 1000],
    [{ 'pagination.max': 'many' }, 200],
    [{ 'pagination.max': '0' }, 200],
    [{}, 200],
  ])('takes the largest page from %j', (defaults, max) => {
    expect(compilePagination(defaults).max).toBe(max)
  })

  it('knows the sizes of the third version, and those of single objects', () => {
    const version3 = compilePagination({
      pagination: '{"minPageSize":"10","maxPageSize":"100","defaultPageSize":"50"}',
    })
    const byObject = compilePagination({
      'pagination.max': '{"users":50,"default":30,"usersComments":20}',
    })

    expect(version3).toMatchObject({ min: 10, max: 100, default: 50 })
    expect(Object.fromEntries(byObject.maxByObject)).toEqual({ users: 50, usersComments: 20 })
  })
})
