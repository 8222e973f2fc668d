/** Accounts as the wire shows them. */
import { Type } from 'typebox'
import type { Account } from '../../store/store.ts'
import { calendarDate } from './dates.ts'

export const AccountSchema = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    description: Type.String(),
    externalId: Type.String(),
    active: Type.Boolean(),
    companyId: Type.Integer({ description: 'The organization' }),
    createdDate: Type.String({ description: 'YYYY-MM-DD' }),
    defaultAccount: Type.Boolean(),
    type: Type.String({ description: 'Default or CompanyAccount' }),
  },
  { title: 'Account' },
)

/** An account on the wire. */
export type PresentedAccount = Type.Static<typeof AccountSchema>

export function presentAccount(account: Account): PresentedAccount {
  return {
    id: account.id,
    name: account.name,
    description: account.description,
    externalId: account.externalId,
    active: account.active,
    companyId: account.organizationId,
    createdDate: calendarDate(account.createdAt),
    defaultAccount: account.defaultAccount,
    type: account.defaultAccount ? 'Default' : 'CompanyAccount',
  }
}
