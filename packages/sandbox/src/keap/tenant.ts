import { Collection, type Entity } from '../core/collection.ts'
import type {
  Company,
  Contact,
  CustomField,
  Note,
  Opportunity,
  Product,
  Stage,
  Tag,
  TagCategory,
  Task,
  User,
} from './entities.ts'

/** A record that v1 alone has, in v1's words; its id is a number there. */
export interface V1Record extends Entity {
  readonly [name: string]: unknown
}

/** One app of the vendor: `dt123.infusionsoft.com` and everything in it. */
export interface Tenant {
  /** The app's name, for example `dt123`. */
  readonly app: string
  readonly companyName: string
  readonly users: Collection<User>
  readonly contacts: Collection<Contact>
  readonly companies: Collection<Company>
  readonly opportunities: Collection<Opportunity>
  readonly stages: Collection<Stage>
  readonly tasks: Collection<Task>
  readonly notes: Collection<Note>
  readonly tags: Collection<Tag>
  readonly tagCategories: Collection<TagCategory>
  readonly products: Collection<Product>
  readonly customFields: Collection<CustomField>
  readonly appointments: Collection<V1Record>
  readonly emails: Collection<V1Record>
  readonly files: Collection<V1Record>
  readonly orders: Collection<V1Record>
  readonly transactions: Collection<V1Record>
  /** When a tag was put on a contact: `contactId:tagId` to a moment. */
  readonly tagTimes: Map<string, string>
}

/** The default stage of every new tenant is "New Opportunity" with this id (seen in captures). */
export const FIRST_STAGE_ID = 18

/** An app with nothing in it. */
export function emptyTenant(app: string, companyName: string): Tenant {
  return {
    app,
    companyName,
    users: new Collection(),
    contacts: new Collection(),
    companies: new Collection(),
    opportunities: new Collection(),
    stages: new Collection(FIRST_STAGE_ID),
    tasks: new Collection(),
    notes: new Collection(),
    tags: new Collection(91),
    tagCategories: new Collection(),
    products: new Collection(),
    customFields: new Collection(6),
    appointments: new Collection(),
    emails: new Collection(),
    files: new Collection(),
    orders: new Collection(),
    transactions: new Collection(),
    tagTimes: new Map(),
  }
}

/** The host that names an app on the vendor's wire. */
export function hostOf(app: string): string {
  return `${app}.infusionsoft.com`
}
