/**
 * Virtual data resources as others have published them: each export gives the records that its transformation means. The
 * exports are in the folders `vdrs` and `formulas` below VALENCE_CORPUS and are never part of this project.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from '../../packages/server/src/script/pool.ts'
import {
  compileTransformation,
  type TransformationPlan,
} from '../../packages/server/src/transform/compile-transformation.ts'
import type { Row } from '../../packages/server/src/transform/mapping.ts'
import {
  transformConditions,
  transformRecord,
} from '../../packages/server/src/transform/transform-records.ts'
import type { Direction } from '../../packages/server/src/transform/transformation.ts'

const corpus = process.env.VALENCE_CORPUS ?? join(import.meta.dirname, '../../../shared/exports')
const isMissing = !existsSync(join(corpus, 'vdrs'))
const reason = isMissing ? ` (skipped: no exports in ${corpus}; set VALENCE_CORPUS)` : ''

const read = (path: string) => JSON.parse(readFileSync(join(corpus, path), 'utf8'))

const scripts = createScriptRunner()
afterAll(() => scripts.close())
const warnings: string[] = []
const around = { scripts, configuration: {}, warn: (text: string) => void warnings.push(text) }

async function transformed(plan: TransformationPlan, record: Row, direction: Direction) {
  warnings.length = 0
  const result = await transformRecord(plan, record, { direction }, around)
  expect(warnings).toEqual([])
  return result
}

const exported = (path: string, elementKey: string) => {
  const { definition, transformation } = read(path)
  return compileTransformation(definition.objectName, definition, transformation[elementKey])
}

describe.skipIf(isMissing)(`A published virtual data resource${reason}`, () => {
  describe('myContacts of a lead', () => {
    const plan = () => exported('vdrs/picklist/myContacts/myContacts.json', 'sfdc')

    it.each([
      ['Web', 'Online'],
      ['Phone Inquiry', 'Phone'],
      ['Partner Referral', 'Referral'],
      ['Purchased List', 'List'],
      ['Other', 'Unknown'],
    ])('turns the pick-list value %s into %s and back', async (theirs, ours) => {
      const lead = { FirstName: 'Ada', LastName: 'L', Email: 'a@example.com', LeadSource: theirs }
      const contact = { firstName: 'Ada', lastName: 'L', email: 'a@example.com', leadSource: ours }

      expect(await transformed(plan(), { ...lead, Id: '00Q1' }, 'fromVendor')).toEqual(contact)
      expect(await transformed(plan(), { ...contact, other: 1 }, 'toVendor')).toEqual(lead)
    })

    it('sends several of its values as one of theirs', async () => {
      const sent = await transformed(plan(), { leadSource: 'Event' }, 'toVendor')

      expect(sent).toEqual({ LeadSource: 'Purchased List' })
    })
  })

  describe('ledgerAccount', () => {
    const plan = () =>
      exported('vdrs/UsingIsWhere/ledgerAccount/ledgerAccount.json', 'netsuiteerpv2')

    it('reads nested members and drops the others', async () => {
      const theirs = {
        acctName: 'Cash',
        acctNumber: 1000,
        acctType: { value: '_bank', extra: 1 },
        parent: { internalId: '7' },
        internalId: '42',
        isInactive: false,
      }
      const ours = {
        account_name: 'Cash',
        account_number: '1000',
        account_type: '_bank',
        parent_id: '7',
        id: '42',
      }

      expect(await transformed(plan(), theirs, 'fromVendor')).toEqual(ours)
      expect(await transformed(plan(), ours, 'toVendor')).toEqual({
        acctName: 'Cash',
        acctNumber: '1000',
        acctType: { value: '_bank' },
        parent: { internalId: '7' },
        internalId: '42',
      })
    })

    it('renames the attribute of a where by its script', async () => {
      const condition = { attribute: 'account_type', operator: '=', value: '_bank' }

      const where = await transformConditions(
        plan(),
        { original: [condition], translated: [{ ...condition, attribute: 'acctType.value' }] },
        around,
      )

      expect(where).toEqual([{ attribute: 'type', operator: '=', value: '_bank' }])
    })
  })

  describe('expenseInvoice', () => {
    const plan = (vendor: string) => {
      const folder = 'formulas/expenseToInvoice/vdr'
      return compileTransformation(
        'expenseInvoice',
        read(`${folder}/expenseInvoice.json`),
        read(`${folder}/transformation_${vendor}.json`),
      )
    }
    const invoice = {
      currency: 1,
      transactionDate: '2019-06-19',
      dueDate: '2019-07-19',
      item: [
        { amount: -58.85, description: 'Refund for charger', id: 60, location: 1, quantity: 1 },
        { amount: 24.17, description: 'Broadband', id: 61, location: 1, quantity: 2 },
      ],
    }

    it('makes an invoice with its defaults and one element an item', async () => {
      expect(await transformed(plan('netsuite'), invoice, 'toVendor')).toEqual({
        currency: { internalId: '1' },
        customForm: { internalId: '178' },
        entity: { internalId: '317' },
        subsidiary: { internalId: '1' },
        shippingCost: '1',
        tranDate: '2019-06-19',
        dueDate: '2019-07-19',
        itemList: {
          item: [
            {
              amount: '-58.85',
              description: 'Refund for charger',
              item: { internalId: '60' },
              location: { internalId: '1' },
              quantity: '1',
            },
            {
              amount: '24.17',
              description: 'Broadband',
              item: { internalId: '61' },
              location: { internalId: '1' },
              quantity: '2',
            },
          ],
        },
      })
    })

    it('makes a bill and reads it back', async () => {
      const ours = {
        entity: '56',
        currency: 'USD',
        transactionDate: '2019-06-19',
        item: [{ amount: '29', accountCode: 'AccountBasedExpenseLineDetail', expenseType: '7' }],
      }
      const theirs = {
        vendorRef: { value: '56' },
        currencyRef: { value: 'USD' },
        txnDate: '2019-06-19',
        line: [
          {
            amount: '29',
            detailType: 'AccountBasedExpenseLineDetail',
            accountBasedExpenseLineDetail: { accountRef: { value: '7' } },
          },
        ],
      }

      expect(await transformed(plan('quickbooks'), ours, 'toVendor')).toEqual(theirs)
      expect(await transformed(plan('quickbooks'), theirs, 'fromVendor')).toEqual(ours)
    })

    it('makes line items and reads them back', async () => {
      const ours = {
        entity: 'Acme',
        currency: 'EUR',
        item: [
          { amount: '1', accountCode: '200', description: 'a', id: 'x', quantity: '3' },
          { amount: '2', description: 'b' },
        ],
      }

      const theirs = (await transformed(plan('xero'), ours, 'toVendor')) as Row

      expect(theirs).toEqual({
        Contact: { Name: 'Acme' },
        CurrencyCode: 'EUR',
        LineItems: [
          {
            LineAmount: '1',
            AccountCode: '200',
            Description: 'a',
            LineItemID: 'x',
            Quantity: '3',
          },
          { LineAmount: '2', Description: 'b' },
        ],
      })
      expect(await transformed(plan('xero'), theirs, 'fromVendor')).toEqual(ours)
    })
  })

  describe('MyContact', () => {
    const folder = 'formulas/HowToUseBulkWithinAFormula'
    const plan = (file: string) =>
      compileTransformation(
        'MyContact',
        read(`${folder}/ObjectDefinition.json`),
        read(`${folder}/${file}`),
      )

    it('is the same contact whichever vendor it comes from', async () => {
      const contact = {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email: 'ada@example.com',
        addressInfo: { city: 'London', zip: 'W1' },
      }
      const first = { FirstName: 'Ada', LastName: 'Lovelace', Email: 'ada@example.com' }
      const theirs = { ...first, MailingCity: 'London', MailingPostalCode: 'W1' }

      expect(await transformed(plan('MyContactSFDC.json'), theirs, 'fromVendor')).toEqual(contact)
      const other = await transformed(plan('MyContactSugarCRM.json'), contact, 'toVendor')
      expect(other).toMatchObject({ first_name: 'Ada', primary_address_city: 'London' })
      expect(await transformed(plan('MyContactSugarCRM.json'), other as Row, 'fromVendor')).toEqual(
        contact,
      )
    })
  })
})
