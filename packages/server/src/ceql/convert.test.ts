import { describe, expect, it } from 'vitest'
import { convertWhere, type SearchCapabilities, searchCapabilities } from './convert.ts'
import { formatCeql } from './format.ts'
import { parseCeql } from './parse.ts'

const fields: SearchCapabilities = searchCapabilities([
  {
    path: 'Email',
    vendorPath: 'email',
    search: [{ operators: ['='] }],
  },
  { path: 'Name', vendorPath: 'name', search: [{ operators: ['=', 'LIKE'] }] },
  {
    path: 'Title',
    vendorPath: 'title',
    search: [{ operators: ['LIKE'], vendorOperator: 'contains' }],
  },
  {
    path: 'Updated',
    vendorPath: 'update_time',
    search: [
      { operators: ['>='], vendorName: 'since', vendorOperator: '==' },
      { operators: ['<', '<='], vendorName: 'until', vendorOperator: '==', approximate: true },
    ],
  },
  {
    path: 'Id',
    vendorPath: 'id',
    search: [
      { operators: ['IN'], vendorName: 'ids' },
      { operators: ['=', '<>', '>', '>=', '<', '<='] },
    ],
  },
  { path: 'Phone', vendorPath: 'phones[type=1].number', search: [{ operators: ['='] }] },
])

function convert(
  name: string,
  where: string,
  capabilities: SearchCapabilities | undefined = fields,
) {
  const { parameters, text, rest } = convertWhere(name, parseCeql(where), capabilities)
  return { parameters, text, rest: rest && formatCeql(rest) }
}

describe('toRsqlFilter', () => {
  const rsql = (where: string) => {
    const { text, rest } = convert('toRsqlFilter', where)
    return [text, rest]
  }

  it.each([
    ["Email = 'a@x.test'", 'email==a@x.test', undefined],
    ["Email = 'a@x.test' AND Id > 5", 'email==a@x.test;id>5', undefined],
    ['Id != 5', 'id!=5', undefined],
    ['Id IN (1, 2, 3)', 'ids==1,2,3', undefined],
    ["Name LIKE 'jo%'", 'name==jo*', undefined],
    ["Name LIKE 'jo'", 'name==jo', undefined],
    ["Title LIKE '%lead%'", 'title==lead', undefined],
    ["Updated >= '2024-01-01T00:00:00Z'", 'since==2024-01-01T00:00:00Z', undefined],
  ])('says all of %s', (where, text, rest) => {
    expect(rsql(where)).toEqual([text, rest])
  })

  it.each([
    ["Email != 'x'", 'an operator that is not declared'],
    ["Unknown = 'x'", 'a field that is not declared'],
    ["Phone = '5'", 'a field whose vendor path is no filter name'],
    ["Email = 'x' OR Name = 'y'", 'OR'],
    ["NOT Email = 'x'", 'NOT'],
    ['Email IS NULL', 'a null test'],
    ['Email = null', 'null'],
    ["Email IN ('a', 'b')", 'IN that is not declared'],
    ['Id NOT IN (1, 2)', 'NOT IN'],
    ["Name LIKE '%x'", 'a pattern that begins with a wildcard'],
    ["Email = 'a;b'", 'a value with the AND of the filter language'],
    ["Email = 'a*'", 'a value with its wildcard'],
    ['Email = \'say "x"\'', 'a value with its quotes'],
    ["Email = ''", 'an empty value'],
    ["Id IN (1, 'a,b')", 'a list with a comma in a value'],
  ])('leaves %s to us: %s', (where) => {
    expect(rsql(where)).toEqual([undefined, formatCeql(parseCeql(where))])
  })

  it('splits AND: what it can say goes to the vendor, the rest stays', () => {
    expect(rsql("Email = 'x' AND (Name = 'a' OR Name = 'b') AND Unknown > 1")).toEqual([
      'email==x',
      "(Name = 'a' OR Name = 'b') AND Unknown > 1",
    ])
  })

  it('evaluates once more what the vendor answers approximately', () => {
    expect(rsql("Updated < '2024-02-01'")).toEqual(['until==2024-02-01', "Updated < '2024-02-01'"])
    expect(rsql("Name LIKE 'jo%n'")).toEqual(['name==jo*', "Name LIKE 'jo%n'"])
    expect(rsql("Title LIKE 'lead%'")).toEqual(['title==lead', "Title LIKE 'lead%'"])
  })

  it('sends a filter name once', () => {
    expect(rsql('Id > 5 AND Id < 9')).toEqual(['id>5', 'Id < 9'])
  })

  it('asks for a list of one as for one value where IN is not declared', () => {
    expect(rsql("Email IN ('x')")).toEqual(['email==x', undefined])
  })

  it('says nothing to a vendor of which nothing is known', () => {
    expect(convertWhere('toRsqlFilter', parseCeql('a = 1'), undefined)).toMatchObject({
      parameters: undefined,
      text: undefined,
      rest: parseCeql('a = 1'),
    })
  })
})

describe('toQueryParameters', () => {
  const parameters = (where: string, capabilities: SearchCapabilities | undefined = fields) => {
    const { parameters: sent, rest } = convert('toQueryParameters', where, capabilities)
    return [sent, rest]
  }
  const undeclared = (where: string) => {
    const { parameters: sent, rest } = convertWhere(
      'toQueryParameters',
      parseCeql(where),
      undefined,
    )
    return [sent, rest && formatCeql(rest)]
  }

  it('passes every AND-ed = on when nothing is declared', () => {
    expect(undeclared("created_at_min='2020-01-01' AND limit=5 AND open=true")).toEqual([
      { created_at_min: '2020-01-01', limit: '5', open: 'true' },
      undefined,
    ])
  })

  it('leaves the rest to us when nothing is declared', () => {
    expect(undeclared("a = 1 AND b > 2 AND (c = 3 OR d = 4) AND a = 5 AND e = ''")).toEqual([
      { a: '1' },
      "b > 2 AND (c = 3 OR d = 4) AND a = 5 AND e = ''",
    ])
  })

  it('uses the declared names and operators', () => {
    expect(parameters("Email = 'x' AND Updated >= '2024-01-01' AND Unknown = 1")).toEqual([
      { email: 'x', since: '2024-01-01' },
      'Unknown = 1',
    ])
  })

  it('repeats a parameter for IN, or joins by commas where that is declared', () => {
    const joined = searchCapabilities([
      { path: 'Id', vendorPath: 'id', search: [{ operators: ['IN'], vendorOperator: ',' }] },
    ])

    expect(parameters('Id IN (1, 2)')).toEqual([{ ids: ['1', '2'] }, undefined])
    expect(parameters('Id IN (1, 2)', joined)).toEqual([{ id: '1,2' }, undefined])
    expect(parameters("Id IN (1, '2,3')", joined)).toEqual([undefined, "Id IN (1, '2,3')"])
  })

  it('searches by beginning, or by part where that is declared', () => {
    expect(parameters("Name LIKE 'jo%'")).toEqual([{ name: 'jo' }, undefined])
    expect(parameters("Name LIKE 'jo'")).toEqual([{ name: 'jo' }, "Name LIKE 'jo'"])
    expect(parameters("Title LIKE '%jo%'")).toEqual([{ title: 'jo' }, undefined])
    expect(parameters("Name LIKE '%jo%'")).toEqual([undefined, "Name LIKE '%jo%'"])
  })

  it('never writes to a prototype', () => {
    const [sent] = undeclared('__proto__ = 1')

    expect(Object.hasOwn(sent as object, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(sent)).toBe(Object.prototype)
  })
})

describe.each([
  ['toODataFilter', "contains(name,'jo')", '2024-01-01T00:00:00Z'],
  ['toODataV3Filter', "substringof('jo',name)", "datetime'2024-01-01T00:00:00'"],
])('%s', (converter, contains, moment) => {
  const odata = (where: string, capabilities?: SearchCapabilities) => {
    const { text, parameterName, rest } = convertWhere(converter, parseCeql(where), capabilities)
    return { text, parameterName, rest: rest && formatCeql(rest) }
  }

  it.each([
    ["name = 'O''Brien'", "name eq 'O''Brien'"],
    ['amount >= 5 AND amount < 9.5', 'amount ge 5 and amount lt 9.5'],
    ["state IN ('new', 'old')", "(state eq 'new' or state eq 'old')"],
    ["state NOT IN ('new')", "not (state eq 'new')"],
    ["name LIKE '%jo%'", contains],
    ["name LIKE 'jo%'", "startswith(name,'jo')"],
    ["name LIKE '%jo'", "endswith(name,'jo')"],
    ["name NOT LIKE 'jo%'", "not (startswith(name,'jo'))"],
    ['owner.id IS NULL', 'owner/id eq null'],
    ['active = true AND (a = 1 OR b = 2)', 'active eq true and (a eq 1 or b eq 2)'],
    ['NOT a = 1', 'not (a eq 1)'],
    ["changed > '2024-01-01T00:00:00Z'", `changed gt ${moment}`],
  ])('says %s as %s', (where, expected) => {
    expect(odata(where)).toEqual({ text: expected, parameterName: '$filter', rest: undefined })
  })

  it('leaves to us what it cannot say, and fields that do not declare the operator', () => {
    expect(odata("a = 1 AND name LIKE 'j_n'")).toMatchObject({
      text: 'a eq 1',
      rest: "name LIKE 'j_n'",
    })
    expect(odata("Email = 'a@x.test' AND Title = 'x'", fields)).toMatchObject({
      text: "email eq 'a@x.test'",
      rest: "Title = 'x'",
    })
  })

  it('keeps both filters where a resource has its own', () => {
    const { join, text = '' } = convertWhere(converter, parseCeql('a = 1'), undefined)

    expect(join('b eq 2 or c eq 3', text)).toBe('(b eq 2 or c eq 3) and a eq 1')
  })
})

describe('convertWhere', () => {
  it('asks for our value in the vendor’s words', () => {
    const toVendorValue = (field: string, value: unknown) =>
      field === 'Name' ? { open: 'OPEN', both: undefined }[String(value)] : String(value)
    const run = (where: string) =>
      convertWhere('toRsqlFilter', parseCeql(where), fields, { toVendorValue })

    expect(run("Name = 'open'")).toMatchObject({ text: 'name==OPEN', rest: undefined })
    expect(run("Name = 'both'")).toMatchObject({ text: undefined, rest: { field: 'Name' } })
    expect(run("Name LIKE 'op%'")).toMatchObject({ text: 'name==op*' })
  })

  it('refuses a converter it does not know', () => {
    expect(() => convertWhere('toNothing', parseCeql('a=1'), undefined)).toThrow(
      expect.objectContaining({
        code: 'not_supported',
        message: expect.stringContaining("'toNothing'"),
      }),
    )
  })
})

describe('toSoqlFilter', () => {
  const typed = searchCapabilities([
    {
      path: 'Name',
      type: 'string',
      vendorPath: 'Name',
      search: [{ operators: ['=', '!=', 'LIKE', 'IN'] }],
    },
    {
      path: 'Amount',
      type: 'number',
      vendorPath: 'Amount',
      search: [{ operators: ['=', '>=', '<'] }],
    },
    { path: 'IsWon', type: 'boolean', vendorPath: 'IsWon', search: [{ operators: ['='] }] },
    { path: 'Made', type: 'date', vendorPath: 'CreatedDate', search: [{ operators: ['>='] }] },
  ])
  const soql = (where: string) => {
    const { text, rest } = convert('toSoqlFilter', where, typed)
    return [text, rest]
  }

  it.each([
    ["Name = 'O''Brien'", "Name = 'O\\'Brien'"],
    ["Name = 'a\\\\b'", "Name = 'a\\\\b'"],
    ["Name LIKE 'jo%'", "Name LIKE 'jo%'"],
    ["Name LIKE '50\\%%'", "Name LIKE '50\\\\%%'"],
    ["Name IN ('a', 'b')", "Name IN ('a', 'b')"],
    ["Amount >= 5 AND Amount < '10'", 'Amount >= 5 AND Amount < 10'],
    ["IsWon = 'true'", 'IsWon = true'],
    ["Made >= '2024-01-01T00:00:00Z'", 'CreatedDate >= 2024-01-01T00:00:00Z'],
    [
      "Name = 'a' OR (Amount = 1 AND IsWon = false)",
      "(Name = 'a' OR (Amount = 1 AND IsWon = false))",
    ],
    ['Name IS NULL', 'Name = null'],
    ['Name IS NOT NULL', 'Name != null'],
  ])('says all of %s', (where, text) => {
    expect(soql(where)).toEqual([text, undefined])
  })

  it.each([
    ["Amount = '5 OR 1=1'", 'a number that is none'],
    ["Made >= 'yesterday'", 'a date that is none'],
    ["NOT Name = 'a'", 'NOT'],
    ["Name NOT IN ('a')", 'NOT IN'],
    ["Name = 'a' OR Other = 'b'", 'an OR with a field that is not declared'],
  ])('leaves %s to us: %s', (where) => {
    expect(soql(where)).toEqual([undefined, formatCeql(parseCeql(where))])
  })
})

describe('toFilterObjects', () => {
  const search = searchCapabilities([
    { path: 'email', vendorPath: 'email', search: [{ operators: ['='] }] },
    { path: 'id', vendorPath: 'id', search: [{ operators: ['IN', '>', '<='] }] },
    {
      path: 'name',
      vendorPath: 'name',
      search: [{ operators: ['LIKE'], vendorOperator: 'HAS_WORD' }],
    },
  ])
  const filterMembers = { field: 'propertyName', operator: 'op', value: 'value', values: 'values' }
  const objects = (where: string) => {
    const said = convertWhere('toFilterObjects', parseCeql(where), search, { filterMembers })
    return [said.objects, said.rest && formatCeql(said.rest)]
  }

  it('calls the members of a condition as the vendor does', () => {
    expect(objects("email='a@x.test' AND id > 5 AND id <= 9")).toEqual([
      [
        { propertyName: 'email', op: 'EQ', value: 'a@x.test' },
        { propertyName: 'id', op: 'GT', value: '5' },
        { propertyName: 'id', op: 'LTE', value: '9' },
      ],
      undefined,
    ])
    expect(objects('id IN (1, 2)')[0]).toEqual([
      { propertyName: 'id', op: 'IN', values: ['1', '2'] },
    ])
  })

  it('searches words for LIKE, and looks once more itself', () => {
    expect(objects("name LIKE 'jo%'")).toEqual([
      [{ propertyName: 'name', op: 'HAS_WORD', value: 'jo*' }],
      "name LIKE 'jo%'",
    ])
    expect(objects("name LIKE 'jo do%'")).toEqual([undefined, "name LIKE 'jo do%'"])
  })
})
