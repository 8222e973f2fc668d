/** The tables as Kysely sees them: the columns of `migrations/`, with what PostgreSQL fills in marked `Generated`. */
import type { ColumnType, Generated } from 'kysely'
import type { Branding, ConnectionState, JsonObject, PendingStatus, UsageQuery } from './store.ts'
import type { JsonMember } from './vdrs-port.ts'

interface OrganizationTable {
  id: number
  name: string
  external_id: string | null
  vdr_version: Generated<'v1' | 'v2'>
  environment: Generated<'production' | 'test'>
  status: Generated<'paid' | 'trial'>
  active: Generated<boolean>
  secret_hash: string
  sealed_secret: Buffer
  sealed_signing_secret: Buffer | null
  created_at: Generated<Date>
}

interface DataKeyTable {
  id: Generated<number>
  organization_id: number
  kek_id: string
  wrapped: Buffer
  active: boolean
  created_at: Generated<Date>
}

interface AccountTable {
  id: Generated<number>
  organization_id: number
  name: string
  description: string
  external_id: string
  active: Generated<boolean>
  default_account: boolean
  created_at: Generated<Date>
}

interface UserTable {
  id: number
  organization_id: number
  account_id: number
  email: string
  first_name: string
  last_name: string
  active: Generated<boolean>
  roles: readonly string[]
  password_hash: string
  secret_hash: string
  sealed_secret: Buffer
  created_at: Generated<Date>
  last_login_at: Date | null
}

interface SessionTable {
  token_hash: string
  user_id: number
  created_at: Generated<Date>
  expires_at: Date
}

/** Read as an object; written as JSON text, so that `pg` never takes a member for an array of its own. */
type Configuration = ColumnType<Readonly<Record<string, string | null>>, string, string>

interface InstanceTable {
  id: number
  organization_id: number
  account_id: number
  user_id: number
  element_id: number
  element_key: string
  name: string
  tags: readonly string[]
  configuration: Configuration
  sealed_secrets: Buffer
  sealed_token: Buffer
  token_hash: string
  disabled: Generated<boolean>
  trace_logging_enabled: Generated<boolean>
  caching_enabled: Generated<boolean>
  external_authentication: 'none' | 'initial'
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

interface CredentialTable {
  instance_id: number
  organization_id: number
  version: Generated<number>
  state: Generated<ConnectionState>
  reason: string | null
  sealed: Buffer
  expires_at: Date | null
  refresh_due_at: Date | null
  failures: Generated<number>
  next_attempt_at: Date | null
  lease_owner: string | null
  lease_until: Date | null
  fence: Generated<number>
  due_at: ColumnType<Date | null, never, never>
}

interface UsageRecordTable {
  id: Generated<number>
  request_id: string
  organization_id: number
  account_id: number
  user_id: number
  instance_id: number
  element_key: string
  method: string
  path: string
  status: number
  duration_ms: number
  at: Date
  query: UsageQuery | null
  request_ip: string | null
  error_code: string | null
  error_message: string | null
  provider_message: string | null
  vendor_calls: number | null
  vendor_method: string | null
  vendor_host: string | null
  vendor_path: string | null
  vendor_status: number | null
  vendor_duration_ms: number | null
}

interface PendingConnectionTable {
  id: number
  organization_id: number
  user_id: number
  connect_link_id: number | null
  state_hash: string
  element_key: string
  name: string
  instance_id: number | null
  status: Generated<PendingStatus>
  sealed_input: Buffer | null
  result_instance_id: number | null
  created_at: Generated<Date>
  expires_at: Date
}

interface ConnectLinkTable {
  id: number
  organization_id: number
  account_id: number
  user_id: number
  token_hash: string
  name: string | null
  tags: readonly string[]
  element_keys: readonly string[] | null
  sealed_configuration: Buffer | null
  branding: ColumnType<Branding | null, string, never>
  return_url: string | null
  callback_url: string | null
  origin: string | null
  created_at: Generated<Date>
  expires_at: Date
  revoked_at: Date | null
  busy_until: Date | null
  connected_at: Date | null
  instance_id: number | null
}

/** Read as values; written as JSON text, so that `pg` never takes a list for an array of its own. */
type Json<Value> = ColumnType<Value, string | Extract<Value, null>, string | Extract<Value, null>>

interface VdrTable {
  id: Generated<number>
  organization_id: number
  object_name: string
  created_at: Generated<Date>
}

interface ObjectDefinitionTable {
  id: Generated<number>
  organization_id: number
  vdr_id: number
  account_id: number | null
  instance_id: number | null
  user_id: number
  description: string | null
  shared: boolean
  share_level: string | null
  fields: Json<readonly JsonMember[]>
  created_at: Generated<Date>
}

interface TransformationTable {
  id: Generated<number>
  organization_id: number
  vdr_id: number
  account_id: number | null
  instance_id: number | null
  element_key: string
  vendor_name: string | null
  fields: Json<readonly JsonMember[]>
  configuration: Json<readonly JsonMember[]>
  script: Json<JsonMember | null>
  is_legacy: boolean
  created_at: Generated<Date>
}

interface ElementTable {
  id: number
  organization_id: number
  account_id: number
  user_id: number
  base_id: number | null
  key: string
  version: Generated<number>
  head: Json<JsonObject>
  definition: Json<JsonObject>
  sealed_secrets: Buffer | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface Tables {
  organization: OrganizationTable
  data_key: DataKeyTable
  account: AccountTable
  app_user: UserTable
  session: SessionTable
  instance: InstanceTable
  credential: CredentialTable
  usage_record: UsageRecordTable
  pending_connection: PendingConnectionTable
  connect_link: ConnectLinkTable
  vdr: VdrTable
  object_definition: ObjectDefinitionTable
  transformation: TransformationTable
  element: ElementTable
}
