import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anEngine, aVendor, type TestEngine, type TestVendor } from '../../../runtime/testing.ts'
import { converted, defaultOf, lintErrors, messages, moves, resourceOf } from '../testing.ts'

const location = 'https://bakery.test/odata/$metadata?x=1'

/** A bakery in version 4. */
const version4 = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Bakery" Alias="Self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="State"><Member Name="Open"/><Member Name="Baked"/></EnumType>
      <ComplexType Name="Address"><Property Name="Street" Type="Edm.String" MaxLength="40"/></ComplexType>
      <EntityType Name="Party" Abstract="true">
        <Key><PropertyRef Name="Code"/></Key>
        <Property Name="Code" Type="Edm.String" Nullable="false"/>
      </EntityType>
      <EntityType Name="Customer" BaseType="Self.Party">
        <Property Name="Name" Type="Edm.String" Nullable="false"/>
        <Property Name="Home" Type="Self.Address"/>
        <Property Name="Tags" Type="Collection(Edm.String)"/>
        <Property Name="Since" Type="Edm.Date"/>
        <NavigationProperty Name="Orders" Type="Collection(Bakery.Order)"/>
      </EntityType>
      <EntityType Name="Order">
        <Key><PropertyRef Name="Year"/><PropertyRef Name="Number"/></Key>
        <Property Name="Year" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Number" Type="Edm.Guid" Nullable="false"/>
        <Property Name="State" Type="Bakery.State"><Annotation Term="Org.OData.Core.V1.Description" String="How far it is"/></Property>
      </EntityType>
      <EntityType Name="Note"><Property Name="Text" Type="Edm.String"/></EntityType>
      <EntityContainer Name="Service">
        <EntitySet Name="Customers" EntityType="Self.Customer"/>
        <EntitySet Name="Orders" EntityType="Self.Order">
          <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>
        </EntitySet>
        <EntitySet Name="Notes" EntityType="Bakery.Note"/>
        <EntitySet Name="Ghosts" EntityType="Bakery.Ghost"/>
        <Singleton Name="Owner" Type="Self.Customer"/>
        <FunctionImport Name="Bake" Function="Self.Bake"/>
      </EntityContainer>
      <Annotations Target="Bakery.Service/Orders">
        <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record></Annotation>
      </Annotations>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`

/** The same idea in versions 2 and 3, whose only difference in form is the namespace. */
function before4(schemaNamespace: string): string {
  return `<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">
  <edmx:DataServices m:DataServiceVersion="2.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
    <Schema Namespace="Mill" xmlns="${schemaNamespace}" xmlns:sap="http://www.sap.com/Protocols/SAPData">
      <EntityType Name="Sack">
        <Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Guid" Nullable="false"/>
        <Property Name="Weight" Type="Edm.Decimal" sap:label="Weight in kg"/>
        <NavigationProperty Name="Grains" Relationship="Mill.SackGrain" FromRole="Sack" ToRole="Grain"/>
        <NavigationProperty Name="Mill" Relationship="Mill.SackMill" FromRole="Sack" ToRole="Mill"/>
      </EntityType>
      <EntityType Name="Grain"><Key><PropertyRef Name="No"/></Key><Property Name="No" Type="Edm.Int64" Nullable="false"/></EntityType>
      <Association Name="SackGrain"><End Type="Mill.Sack" Multiplicity="1" Role="Sack"/><End Type="Mill.Grain" Multiplicity="*" Role="Grain"/></Association>
      <Association Name="SackMill"><End Type="Mill.Sack" Multiplicity="*" Role="Sack"/><End Type="Mill.Grain" Multiplicity="1" Role="Mill"/></Association>
      <EntityContainer Name="MillService">
        <EntitySet Name="Sacks" EntityType="Mill.Sack"/>
        <EntitySet Name="Grains" EntityType="Mill.Grain" sap:creatable="false" sap:deletable="false"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`
}

const version2 = before4('http://schemas.microsoft.com/ado/2008/09/edm')
const version3 = before4('http://schemas.microsoft.com/ado/2009/11/edm')

function operations(draft: ReturnType<typeof converted>) {
  return draft.element.resources?.map(
    ({ method, path, vendorPath }) =>
      `${method} ${path.replace('/hubs/general', '')} ${vendorPath}`,
  )
}

describe('An element from OData metadata of version 4', () => {
  const bakery = converted('odata', version4, { location, authentication: 'basic' })

  it('is an OData element at the service the metadata is of', () => {
    expect(bakery.element).toMatchObject({
      key: 'service',
      protocolType: 'odata',
      authentication: { type: 'basic' },
    })
    expect(defaultOf(bakery, 'base.url')).toBe('https://bakery.test/odata')
    expect(defaultOf(bakery, 'pagination.type')).toBe('offset')
    expect(lintErrors(bakery)).toEqual([])
  })

  it('lists, reads, creates, updates and deletes, as far as the service allows', () => {
    expect(operations(bakery)).toEqual([
      'GET /Customers /Customers',
      'POST /Customers /Customers',
      "GET /Customers/{Code} /Customers('{Code}')",
      "PATCH /Customers/{Code} /Customers('{Code}')",
      "DELETE /Customers/{Code} /Customers('{Code}')",
      "GET /Customers/{Code}/Orders /Customers('{Code}')/Orders",
      'GET /Orders /Orders',
      'GET /Orders/{Year}/{Number} /Orders(Year={Year},Number={Number})',
      'PATCH /Orders/{Year}/{Number} /Orders(Year={Year},Number={Number})',
      'GET /Notes /Notes',
      'POST /Notes /Notes',
      'GET /Owner /Owner',
      'PATCH /Owner /Owner',
    ])
  })

  it('has lists with filter, order, fields and paging in the words of OData', () => {
    const list = resourceOf(bakery, 'GET /Customers')

    expect(list).toMatchObject({
      rootKey: '|value',
      objectName: 'Customers',
      operationId: 'list-Customers',
    })
    expect(moves(list.parameters)).toEqual([
      'query page -> query $skip',
      'query pageSize -> query $top',
      'query where -> query $filter',
      'query orderBy -> query $orderby',
      'query fields -> query $select',
      'query expand -> query $expand',
    ])
    expect(list.parameters?.find(({ name }) => name === 'where')?.converter).toBe('toODataFilter')
  })

  it('has models of the types, with what they inherit and their keys', () => {
    const { model } = resourceOf(bakery, 'POST /Customers')

    expect(model).toMatchObject({ name: 'Customer', requestName: 'Customer' })
    expect(model?.swagger).toEqual({
      Customer: {
        type: 'object',
        properties: {
          Code: { type: 'string' },
          Name: { type: 'string' },
          Home: { $ref: '#/definitions/Address' },
          Tags: { type: 'array', items: { type: 'string' } },
          Since: { type: 'string', format: 'date' },
        },
        required: ['Name'],
        'x-primary-key': ['Code'],
      },
      Address: { type: 'object', properties: { Street: { type: 'string', maxLength: 40 } } },
    })
    expect(resourceOf(bakery, 'GET /Orders').model?.swagger).toMatchObject({
      Order: {
        properties: {
          State: { type: 'string', enum: ['Open', 'Baked'], description: 'How far it is' },
        },
      },
    })
  })

  it('says what it left out', () => {
    expect(messages(bakery)).toEqual([
      "/EntityContainer/Notes: 'Notes' has no key: its records can be listed and not addressed.",
      "/EntityContainer/Ghosts: Its type 'Bakery.Ghost' is not in the document; the set was left out.",
      '/EntityContainer: Functions and actions were left out (1): Bake.',
    ])
  })
})

describe('An element from OData metadata before version 4', () => {
  it.each([
    ['2.0', version2, 'MERGE', ['value 2.0 -> header MaxDataServiceVersion']],
    [
      '3.0',
      version3,
      'PATCH',
      [
        'value 3.0 -> header MaxDataServiceVersion',
        'value application/json;odata=verbose -> header Accept',
      ],
    ],
  ])('speaks version %s', (_version, metadata, update, headers) => {
    const mill = converted('odata', metadata, { location })

    expect(operations(mill)).toEqual([
      'GET /Sacks /Sacks',
      'POST /Sacks /Sacks',
      "GET /Sacks/{ID} /Sacks(guid'{ID}')",
      "PATCH /Sacks/{ID} /Sacks(guid'{ID}')",
      "DELETE /Sacks/{ID} /Sacks(guid'{ID}')",
      "GET /Sacks/{ID}/Grains /Sacks(guid'{ID}')/Grains",
      'GET /Grains /Grains',
      'GET /Grains/{No} /Grains({No}L)',
      'PATCH /Grains/{No} /Grains({No}L)',
    ])
    expect(resourceOf(mill, 'PATCH /Sacks/{ID}').vendorMethod).toBe(update)
    expect(resourceOf(mill, 'GET /Sacks')).toMatchObject({ rootKey: '|d.results' })
    expect(resourceOf(mill, 'GET /Sacks/{ID}')).toMatchObject({ rootKey: '|d' })
    expect(
      resourceOf(mill, 'GET /Sacks').parameters?.find(({ name }) => name === 'where')?.converter,
    ).toBe('toODataV3Filter')
    expect(resourceOf(mill, 'GET /Sacks').model?.swagger).toMatchObject({
      Sack: { properties: { Weight: { type: 'string', description: 'Weight in kg' } } },
    })
    expect(moves(mill.element.parameters)).toEqual(headers)
    expect(lintErrors(mill)).toEqual([])
    expect(messages(mill)).toEqual([
      expect.stringContaining('does not say how callers authenticate'),
    ])
  })
})

describe('OData metadata that is none', () => {
  it.each([
    ['{"openapi": "3.0.0"}', /it is no XML/],
    ['<a><b></a>', /the XML is not valid: .*1:7/],
    ['<a/>', /its root element is <a>/],
    ['<!DOCTYPE a [<!ENTITY x "y">]><Edmx/>', /it has a DOCTYPE, which is not accepted/],
    ['<Edmx><DataServices/></Edmx>', /it has no Schema/],
    ['<Edmx><DataServices><Schema Namespace="A"/></DataServices></Edmx>', /no entity set/],
    [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, /Maximum nested tags/],
  ])('is refused with the reason: %s', (text, reason) => {
    expect(() => converted('odata', text)).toThrow(reason)
  })

  it('ends types that inherit from each other', () => {
    const circle = version4.replace(
      '<EntityType Name="Party" Abstract="true">',
      '<EntityType Name="Party" BaseType="Bakery.Customer">',
    )

    expect(resourceOf(converted('odata', circle), 'GET /Customers').model?.name).toBe('Customer')
  })

  it('refuses an authentication that is none', () => {
    expect(() => converted('odata', version4, { authentication: 'magic' })).toThrow(
      'authentication=magic is none of none, basic and bearer.',
    )
  })
})

describe('An element from OData metadata, running', () => {
  const bakery = converted('odata', version4).element
  const mill = converted('odata', version2).element
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  it('filters, sorts and pages at the vendor', async () => {
    vendor.answer = () => ({ body: { '@odata.context': 'x', value: [{ Code: 'A' }] } })

    const reply = await engine.call(bakery, 'GET', '/Customers', {
      query: {
        where: "Name='Ada' AND Size>=7",
        orderBy: 'Name desc',
        pageSize: '5',
        expand: 'Orders',
      },
    })

    expect(reply.body).toEqual([{ Code: 'A' }])
    expect(Object.fromEntries(vendor.calls[0]?.query ?? [])).toEqual({
      $filter: "Name eq 'Ada' and Size ge 7",
      $orderby: 'Name desc',
      $top: '5',
      $skip: '0',
      $expand: 'Orders',
    })
  })

  it('addresses records by their keys', async () => {
    vendor.answer = () => ({ body: {} })

    await engine.call(bakery, 'GET', '/Orders/2026/1f0c')
    await engine.call(bakery, 'PATCH', '/Customers/A 1', { body: { Name: 'Ada' } })

    expect(vendor.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /Orders(Year=2026,Number=1f0c)',
      "PATCH /Customers('A%201')",
    ])
    expect(vendor.calls[1]?.body).toBe('{"Name":"Ada"}')
  })

  it('merges before version 4, and answers what is below d', async () => {
    vendor.answer = ({ method }) => ({
      body: method === 'GET' ? { d: { results: [{ ID: '1' }] } } : { d: { ID: '1' } },
    })

    const list = await engine.call(mill, 'GET', '/Sacks')
    const merged = await engine.call(mill, 'PATCH', '/Sacks/1', { body: { Weight: '2' } })

    expect(list.body).toEqual([{ ID: '1' }])
    expect(merged.body).toEqual({ ID: '1' })
    expect(vendor.calls[1]).toMatchObject({ method: 'MERGE', path: "/Sacks(guid'1')" })
  })
})
