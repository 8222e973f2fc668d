import type { Entity } from '../core/collection.ts'

/** Records as v2 shows them: ids are text, moments are `…Z`, dates `yyyy-MM-dd`, enumerations UPPER_SNAKE. */
export interface Address {
  readonly field: 'BILLING' | 'SHIPPING' | 'OTHER'
  readonly line1: string | null
  readonly line2: string | null
  readonly locality: string | null
  readonly region: string | null
  /** ISO 3166-2, for example `US-AZ`. */
  readonly region_code: string | null
  /** ISO 3166-1 alpha-3, for example `USA`. */
  readonly country_code: string | null
  readonly country: string | null
  readonly postal_code: string | null
  readonly zip_code: string | null
  readonly zip_four: string | null
}

export interface EmailAddress {
  readonly email: string
  readonly field: string
  readonly is_opt_in: boolean
  readonly email_opt_status: string
  readonly opt_in_reason: string | null
}

export interface PhoneNumber {
  readonly number: string
  readonly number_e164: string | null
  readonly extension: string | null
  readonly type: string | null
  readonly field: string
}

export interface FaxNumber {
  readonly number: string
  readonly type: string | null
  readonly field: string
}

export interface CustomFieldValue {
  readonly id: string
  readonly content: unknown
}

export interface CustomField extends Entity {
  readonly label: string
  /** The name filters use; begins with an underscore. */
  readonly field_name: string
  readonly field_type: string
  readonly record_type: 'CONTACT' | 'COMPANY' | 'OPPORTUNITY' | 'TASK_NOTE_APPOINTMENT'
  readonly default_value: string | null
  readonly group_id: string | null
  readonly options: readonly unknown[] | null
}

export interface Contact extends Entity {
  readonly given_name: string | null
  readonly family_name: string | null
  readonly middle_name?: string | null
  readonly preferred_name?: string | null
  readonly prefix?: string | null
  readonly suffix?: string | null
  readonly spouse_name?: string | null
  readonly job_title?: string | null
  readonly contact_type?: string | null
  readonly company?: { readonly id: string | null; readonly company_name: string | null } | null
  readonly owner_id?: string | null
  readonly leadsource_id?: string | null
  readonly website?: string | null
  readonly birth_date?: string | null
  readonly anniversary_date?: string | null
  readonly time_zone?: string | null
  readonly preferred_locale?: string | null
  readonly source_type: string
  readonly referral_code?: string | null
  readonly notes?: string | null
  readonly assistant_name?: string | null
  readonly assistant_phone?: string | null
  readonly billing_information?: string | null
  readonly email_addresses: readonly EmailAddress[]
  readonly phone_numbers: readonly PhoneNumber[]
  readonly fax_numbers: readonly FaxNumber[]
  readonly addresses: readonly Address[]
  readonly social_accounts: readonly { readonly name: string; readonly type: string }[]
  readonly custom_fields: readonly CustomFieldValue[]
  readonly tag_ids: readonly string[]
  readonly links: readonly unknown[]
  readonly utm_parameters: readonly unknown[]
  readonly origin?: { readonly date: string; readonly ip_address: string | null } | null
  readonly score_value: string
  readonly create_time: string
  readonly update_time: string
  readonly created_by?: string | null
  readonly last_updated_by?: string | null
}

export interface Company extends Entity {
  readonly company_name: string | null
  readonly email_address: EmailAddress | null
  readonly phone_number: PhoneNumber | null
  readonly fax_number: FaxNumber | null
  readonly address: Address | null
  readonly website: string | null
  readonly notes: string | null
  readonly first_name: string | null
  readonly middle_name: string | null
  readonly last_name: string | null
  readonly preferred_name: string | null
  readonly title: string | null
  readonly suffix: string | null
  readonly job_title: string | null
  readonly contact_type: string | null
  readonly owner_id: string | null
  readonly referral_code: string | null
  readonly birth_date: string | null
  readonly anniversary_date: string | null
  readonly custom_fields: readonly CustomFieldValue[]
  readonly create_time: string
  readonly update_time: string
}

export interface Stage extends Entity {
  readonly name: string
  readonly order: number
  readonly probability: number
  readonly target_number_days: number
  readonly checklist_items: readonly {
    readonly id: string
    readonly description: string
    readonly order: number
    readonly required: boolean
  }[]
  readonly reasons: readonly string[]
  readonly created_time: string
  readonly updated_time: string
}

/** Stored with the ids it was written with; reading nests the contact, stage and user. */
export interface Opportunity extends Entity {
  readonly opportunity_title: string
  readonly contact_id: string
  readonly stage_id: string
  readonly user_id: string | null
  readonly affiliate_id: string | null
  readonly opportunity_notes: string | null
  readonly next_action_notes: string | null
  readonly next_action_time: string | null
  readonly estimated_close_time: string | null
  readonly projected_revenue_low: number | null
  readonly projected_revenue_high: number | null
  readonly include_in_forecast: boolean
  readonly custom_fields: readonly CustomFieldValue[]
  readonly created_time: string
  readonly last_updated_time: string
  readonly stage_entrance_time: string
  readonly created_by: string
  readonly last_updated_by: string
}

export interface Task extends Entity {
  readonly title: string | null
  readonly description: string | null
  readonly type: string | null
  readonly priority: string | null
  readonly completed: boolean
  readonly due_time: string | null
  readonly completion_time: string | null
  readonly create_time: string
  readonly modification_time: string
  readonly remind_time_mins: number | null
  readonly assigned_to_user_id: string
  readonly contact_id: string | null
  readonly opportunity_id: string | null
  readonly accepted: boolean
  readonly created_by_user_id: string
  readonly last_updated_by_user_id: string
  readonly custom_fields: readonly CustomFieldValue[]
}

/** Stored with the id of its user; reading nests the user. */
export interface Note extends Entity {
  readonly title: string | null
  readonly text: string | null
  readonly type: string | null
  readonly contact_id: string
  readonly user_id: string
  readonly pinned_at: string | null
  readonly create_time: string
  readonly update_time: string
  readonly created_by_user_id: string
  readonly last_updated_by_user_id: string
  readonly custom_fields: readonly CustomFieldValue[]
}

export interface Tag extends Entity {
  readonly name: string
  readonly description: string
  readonly category: { readonly id: string } | null
  readonly create_time: string
  readonly update_time: string
}

export interface TagCategory extends Entity {
  readonly name: string
  readonly description: string
  readonly create_time: string
  readonly update_time: string
}

export interface User extends Entity {
  readonly given_name: string
  readonly family_name: string
  readonly nickname: string | null
  readonly title: string | null
  readonly status: 'ACTIVE' | 'INVITED' | 'INACTIVE' | 'NOT_A_USER'
  readonly admin: boolean
  readonly partner: boolean
  readonly keap_id: string
  readonly global_user_id: string
  readonly company_name: string | null
  readonly website: string | null
  readonly time_zone: string | null
  readonly address: Address | null
  readonly email_addresses: readonly EmailAddress[]
  readonly phone_numbers: readonly PhoneNumber[]
  readonly fax_numbers: readonly FaxNumber[]
  readonly create_time: string
  readonly update_time: string
}

export interface Product extends Entity {
  readonly name: string
  readonly sku: string
  readonly active: boolean
  readonly description: string
  readonly short_description: string
  /** `amount` is in the currency's smallest unit. */
  readonly price: {
    readonly amount: number
    readonly currency_code: string
    readonly formatted_amount: string
  }
  readonly inventory: {
    readonly inventory_count: number
    readonly inventory_limit: number
    readonly out_of_stock_enabled: boolean
    readonly email_for_inventory_notifications: string | null
  }
  readonly categories: readonly string[]
  readonly options: readonly unknown[]
  readonly subscription_plans: readonly unknown[]
  readonly shippable: boolean
  readonly subscription_only: boolean
  readonly storefront_hidden: boolean
  readonly taxable: boolean
  readonly country_taxable: boolean
  readonly state_taxable: boolean
  readonly city_taxable: boolean
  readonly weight: number
}
