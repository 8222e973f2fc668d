/** Made from docs/reference/openapi.json by `packages/sdk/src/generate.ts`. Do not edit. */
/* biome-ignore-all lint/complexity/noBannedTypes: an object without members is what the document says */

export type Account = {
  id: number
  name: string
  description: string
  externalId: string
  active: boolean
  /** The organization */
  companyId: number
  /** YYYY-MM-DD */
  createdDate: string
  defaultAccount: boolean
  /** Default or CompanyAccount */
  type: string
}
export type Branding = {
  name: string
  /** https only */
  logoUrl?: string
  /** Such as #0a66c2 */
  color?: string
}
export type BrowserSession = {
  /** For `X-CSRF-Token`, with every request that is no GET */
  csrfToken: string
  username: string
  id: number
  firstName: string
  lastName: string
  accountId: number
  accountName: string
  organizationId: number
  organizationName: string
  roles: Role[]
  twoFactor: boolean
  registeredForTwoFactor: boolean
  lastLoginDate: string
  createdDate: string
  organizationAdmin: boolean
  accountAdmin: boolean
  sysAdmin: boolean
}
export type CommonResource = {
  name: string
  fields: { [name: string]: unknown }[]
  [name: string]: unknown
}
export type ConfigurationEntry = {
  id: number
  key: string
  name: string
  description: string
  /** Secrets are ******** */
  propertyValue?: string
  type: string
  required: boolean
  active: boolean
  hideFromConsole: boolean
}
export type ConnectElement = {
  key: string
  name: string
  description: string
  /** What the person has to fill in */
  fields: ConnectField[]
}
export type ConnectField = {
  key: string
  name: string
  description: string
  /** Such as TEXTFIELD_64 or PASSWORD */
  type: string
  required: boolean
  options: { value: string; description: string }[]
}
export type ConnectLink = {
  id: number
  status: 'open' | 'connected' | 'revoked' | 'expired'
  elements?: string[]
  name?: string
  tags: string[]
  branding?: Branding
  returnUrl?: string
  callbackUrl?: string
  origin?: string
  createdDate: string
  expiresAt: string
  revokedAt?: string
  connectedAt?: string
  /** What came of it */
  instanceId?: number
}
export type ConnectLinkInput = {
  /** Keys or ids; absent: every element whose vendor asks for consent */
  elements?: string[]
  /** Of the instance */
  name?: string
  tags?: string[]
  /** By element key: what the person is not asked, such as oauth.api.key and oauth.api.secret of your application. Not needed for what the operator's defaults hold */
  configuration?: { [name: string]: { [name: string]: unknown } }
  branding?: Branding
  /** Where the person goes afterwards */
  returnUrl?: string
  /** Is sent a signed POST when the instance is made */
  callbackUrl?: string
  /** Default 60, at most 10080 (7 days) */
  expiresInMinutes?: number
  /** Of the page that opens the link in a popup and hears of the outcome */
  origin?: string
}
export type ConnectOutcome = {
  status: 'connected' | 'failed'
  /** Why it failed */
  message?: string
  returnUrl?: string
  instanceId?: number
}
export type ConnectSession = {
  status: 'open' | 'connected' | 'revoked' | 'expired'
  /** Empty unless the link is open */
  elements: ConnectElement[]
  branding: Branding
  expiresAt: string
  returnUrl?: string
  /** The target of postMessage; absent: nobody is told */
  origin?: string
  instanceId?: number
}
export type Connection = {
  instanceId: number
  elementKey: string
  name: string
  /** degraded: the vendor cannot be reached, tried again; needs_reauthorization: the person has to consent again */
  state: 'connected' | 'refreshing' | 'degraded' | 'needs_reauthorization'
  /** Why it is not connected */
  reason?: string
  /** End of the access token; absent: the vendor did not say */
  expiresAt?: string
  /** When it is renewed though nobody uses it; absent: never */
  refreshDueAt?: string
  /** End of the back-off after failures */
  nextAttemptAt?: string
  /** Since the last success */
  failures: number
}
export type ConnectionState = {
  /** degraded: the vendor cannot be reached, tried again; needs_reauthorization: the person has to consent again */
  state: 'connected' | 'refreshing' | 'degraded' | 'needs_reauthorization'
  /** Why it is not connected */
  reason?: string
  /** End of the access token; absent: the vendor did not say */
  expiresAt?: string
  /** When it is renewed though nobody uses it; absent: never */
  refreshDueAt?: string
  /** End of the back-off after failures */
  nextAttemptAt?: string
  /** Since the last success */
  failures: number
}
export type Credentials = {
  /** E-mail address */
  username: string
  password: string
}
export type Element = {
  id: number
  key: string
  name: string
  hub: string
  [name: string]: unknown
}
export type ElementReport = {
  elementId: number
  elementKey: string
  /** Findings that keep the named part from working */
  errors: number
  warnings: number
  infos: number
  findings: {
    /** error, warning or info */
    severity: string
    /** JSON pointer into the element (RFC 6901) */
    place: string
    message: string
  }[]
}
export type Hub = {
  id: number
  key: string
  name: string
  description: string
  active: boolean
  videoLink: string
  /** With hydrate=true */
  resources?: { [name: string]: unknown }[]
}
export type Instance = {
  id: number
  name: string
  createdDate: string
  /** The Element token of the Authorization header */
  token: string
  element: { id: number; key: string; name: string; hub: string; [name: string]: unknown }
  elementId: number
  tags: string[]
  provisionInteractions: unknown[]
  /** false: the vendor ended the connection; connect again */
  valid: boolean
  disabled: boolean
  maxCacheSize: number
  cacheTimeToLive: number
  /** Secrets are ******** */
  configuration?: { [name: string]: string }
  eventsEnabled: boolean
  traceLoggingEnabled: boolean
  cachingEnabled: boolean
  externalAuthentication: string
  user?: { id: number; emailAddress: string; firstName: string; lastName: string }
  objects?: string[]
}
export type InstanceInput = {
  name?: string | null
  element?: { key?: string | null; id?: number | string | null } | null
  tags?: string[] | null
  configuration?: { [name: string]: unknown } | null
  providerData?: { [name: string]: unknown } | null
  externalAuthentication?: string | null
  retrieveObjectsAfterInstantiation?: boolean | null
}
export type Login = {
  /** For `Authorization: Bearer` */
  token: string
  username: string
  id: number
  firstName: string
  lastName: string
  accountId: number
  accountName: string
  organizationId: number
  organizationName: string
  roles: Role[]
  twoFactor: boolean
  registeredForTwoFactor: boolean
  lastLoginDate: string
  createdDate: string
  organizationAdmin: boolean
  accountAdmin: boolean
  sysAdmin: boolean
}
export type MadeConnectLink = {
  id: number
  status: 'open' | 'connected' | 'revoked' | 'expired'
  elements?: string[]
  name?: string
  tags: string[]
  branding?: Branding
  returnUrl?: string
  callbackUrl?: string
  origin?: string
  createdDate: string
  expiresAt: string
  revokedAt?: string
  connectedAt?: string
  /** What came of it */
  instanceId?: number
  /** For the person. It holds the token and is shown once */
  url: string
  /** Shown once */
  token: string
}
export type ObjectDefinition = {
  objectName: string
  fields: { [name: string]: unknown }[]
  [name: string]: unknown
}
export type ObjectDefinitionInput = {
  objectName?: string
  fields?: { [name: string]: unknown }[] | null
  [name: string]: unknown
}
export type Organization = {
  id: number
  name: string
  /** The organization secret of the Authorization header */
  secret: string
  createdDate: string
  vdrVersion: string
  environment: string
  status: string
  active: boolean
  externalId?: string
  canCreatePeer: boolean
  twoFactorAuthEnabled: boolean
}
export type PendingConnection = {
  id: number
  /** Completes the connection, for the same user, once */
  state: string
  /** Open it in the browser as it is */
  oauthUrl: string
  expiresAt: string
}
export type PendingConnectionInput = {
  /** Key or id; may be left out with instanceId */
  element?: string | number
  name?: string
  tags?: string[]
  /** oauth.callback.url may be left out: the vendor then sends people back to <public URL>/oauth/callback. ******** keeps a stored secret */
  configuration?: { [name: string]: unknown }
  /** Authenticate this instance again */
  instanceId?: number
}
export type PendingConnectionStatus = {
  /** Key */
  element: string
  name: string
  status: 'pending' | 'completing' | 'connected' | 'failed' | 'expired'
  /** What came of it */
  instanceId?: number
}

/** A failure */
export type Problem = {
  requestId: string
  /** What was wrong, with which value, what to do */
  message: string
  /** The words of the vendor */
  providerMessage?: string
  type: string
  title: string
  status: number
  detail: string
  /** Stable; docs/reference/errors.md has a section for each */
  code: string
  instance: string
  /** With conflict: the instance that was made before */
  instanceId?: number
}
export type Role = {
  id: number
  key: string
  name: string
  description: string
  active: boolean
  features: unknown[]
  privileges: unknown[]
}
export type Transformation = {
  objectName: string
  vendorName: string
  fields: { [name: string]: unknown }[]
  [name: string]: unknown
}
export type TransformationInput = {
  vendorName?: string | null
  fields?: { [name: string]: unknown }[] | null
  configuration?: { [name: string]: unknown }[] | null
  script?: { [name: string]: unknown } | null
  scripts?: { [name: string]: unknown }[] | null
  isLegacy?: boolean | null
  [name: string]: unknown
}
export type TransformationTrial = {
  /** A record or a list of records */
  payload: unknown
  method?: string
  elementKey?: string
  elementId?: number | string
  instanceId?: number | string
  transformation?: TransformationInput
  definition?: { [name: string]: unknown }
}
export type Usage = {
  /** The Elements-Request-Id of the call */
  traffic_id: string
  request_id: string
  request_status: string
  request_method: string
  /** The path, without the query */
  request_uri: string
  /** Milliseconds */
  process_time: number
  traffic_date: string
  /** The caller's address */
  request_ip: string
  /** Secrets are ******** */
  request_query?: { [name: string]: unknown }
  status_code: number
  error_code?: string
  error_message?: string
  /** The words of the vendor */
  provider_message?: string
  /** Calls of the vendor; what follows is of the last one */
  vendor_calls?: number
  vendor_method?: string
  vendor_host?: string
  /** Without query and secrets */
  vendor_path?: string
  /** Absent: no answer */
  vendor_status?: number
  /** Milliseconds until the head of the answer */
  vendor_duration?: number
  element_key: string
  element_instance_id: number
  user_id: number
  account_id: number
  company_id: number
  [name: string]: unknown
}
export type UsageStatuses = {
  count: number
  /** Begin of the interval */
  timestamp: string
  success: number
  failed: number
}
export type UsageTimes = {
  count: number
  /** Begin of the interval */
  timestamp: string
  /** Milliseconds */
  min: number
  max: number
  avg: number
}
export type User = {
  id: number
  email: string
  firstName: string
  lastName: string
  fullName: string
  active: boolean
  enabled: boolean
  emailValid: boolean
  accountExpired: boolean
  accountLocked: boolean
  accountNonExpired: boolean
  accountNonLocked: boolean
  credentialsExpired: boolean
  credentialsNonExpired: boolean
  /** YYYY-MM-DD */
  createdDate: string
  /** YYYY-MM-DD; 1970-01-01 before the first login */
  lastLoginDate: string
  roles: Role[]
}
export type Vdr = {
  id: number
  objectName: string
  fields: { [name: string]: unknown }[]
  [name: string]: unknown
}
export type VdrExport = {
  vdrName: string
  vdrVersion: string
  definition: { [name: string]: unknown }
  /** By element key */
  transformation: { [name: string]: { [name: string]: unknown } }
}
/** Every operation, by method and path. */
export interface Operations {
  /** Sign in with e-mail and password; the token goes into `Authorization: Bearer` */
  'POST /authentication': {
    input: {
      path?: {}
      query?: {}
      body: Credentials
    }
    answer: Login
  }

  /** Sign in as a browser: the session is a cookie */
  'POST /authentication/session': {
    input: {
      path?: {}
      query?: {}
      body: Credentials
    }
    answer: BrowserSession
  }

  /** Whom the session cookie belongs to; 401 without one */
  'GET /authentication/session': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: BrowserSession
  }

  /** Sign out: end the session and take its cookie back */
  'DELETE /authentication/session': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What the page of a link shows */
  'GET /connect-sessions/{token}': {
    input: {
      path: {
        /** Of the link */
        token: string
      }
      query?: {}
      body?: undefined
    }
    answer: ConnectSession
  }

  /** The logo of the link's branding; 404 without one, or while it can't be fetched */
  'GET /connect-sessions/{token}/logo': {
    input: {
      path: {
        /** Of the link */
        token: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** Begin to connect an element of the link */
  'POST /connect-sessions/{token}/start': {
    input: {
      path: {
        /** Of the link */
        token: string
      }
      query?: {}
      body: {
        /** Key */
        element: string
        /** The fields of the element, no other keys */
        configuration?: { [name: string]: string }
      }
    }
    answer: { oauthUrl: string; state: string }
  }

  /** Finish connecting with what the vendor sent the person back with */
  'POST /connect-sessions/{token}/complete': {
    input: {
      path: {
        /** Of the link */
        token: string
      }
      query?: {}
      body: {
        state: string
        code?: string
        error?: string
        error_description?: string
        [name: string]: unknown
      }
    }
    answer: ConnectOutcome
  }

  /** The hubs: categories of elements */
  'GET /hubs': {
    input: {
      path?: {}
      query?: { hydrate?: string }
      body?: undefined
    }
    answer: Hub[]
  }

  /** The keys of the hubs */
  'GET /hubs/keys': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: string[]
  }

  /** One hub */
  'GET /hubs/{hub}': {
    input: {
      path: {
        /** Key of a hub */
        hub: string
      }
      query?: {}
      body?: undefined
    }
    answer: Hub
  }

  /** The elements of a hub */
  'GET /hubs/{hub}/elements': {
    input: {
      path: {
        /** Key of a hub */
        hub: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** The objects of the normalised model of a hub */
  'GET /hubs/{hub}/normalized-models': {
    input: {
      path: {
        /** Key of a hub */
        hub: string
      }
      query?: {}
      body?: undefined
    }
    answer: string[]
  }

  /** The JSON Schema of an object of the normalised model */
  'GET /hubs/{hub}/normalized-models/{objectName}': {
    input: {
      path: {
        /** Key of a hub */
        hub: string
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** The elements of the catalogue and the organization's own; never 404 */
  'GET /elements': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
        /** true: short forms */
        abridged?: string
      }
      body?: undefined
    }
    answer: Element[]
  }

  /** Import an element: it belongs to the caller’s account, and the organization uses it */
  'POST /elements': {
    input: {
      path?: {}
      query?: {}
      body?: {
        /** Bodies of hooks kept in files: path beside element.json -> text */
        hookFiles?: { [name: string]: unknown }
        [name: string]: unknown
      }
    }
    answer: Element
  }

  /** The keys of the elements */
  'GET /elements/keys': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: string[]
  }

  /** Facts about every element */
  'GET /elements/metadata': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** false: identity and events only */
        expand?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** One element, whole */
  'GET /elements/{keyOrId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: Element
  }

  /** Replace an element of the organization */
  'PUT /elements/{keyOrId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: {
        /** Bodies of hooks kept in files: path beside element.json -> text */
        hookFiles?: { [name: string]: unknown }
        [name: string]: unknown
      }
    }
    answer: Element
  }

  /** Delete an element of the organization; 409 while instances of it exist */
  'DELETE /elements/{keyOrId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Facts about an element */
  'GET /elements/{keyOrId}/metadata': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: { expand?: string }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** An element in the portable form that can be imported elsewhere */
  'GET /elements/{keyOrId}/export': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what accounts added to it */
        extendedOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Swagger 2.0 of the resources of an element */
  'GET /elements/{keyOrId}/docs': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Swagger 2.0 of one operation of an element */
  'GET /elements/{keyOrId}/docs/{operationId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Such as GET-contacts */
        operationId: string
      }
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** The Swagger 2.0 definitions of an element */
  'GET /elements/{keyOrId}/definitions': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** The notes of an element for people, Markdown */
  'GET /elements/{keyOrId}/readme': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: string
  }

  /** The element's logo, or its initials where it has none */
  'GET /elements/{keyOrId}/logo': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** The compatibility report of an element */
  'GET /elements/{keyOrId}/validate': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: ElementReport
  }

  /** Every parameter of an element */
  'GET /elements/{keyOrId}/parameters': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a parameter of an element */
  'POST /elements/{keyOrId}/parameters': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One parameter of an element */
  'GET /elements/{keyOrId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a parameter of an element */
  'PUT /elements/{keyOrId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a parameter of an element */
  'DELETE /elements/{keyOrId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every hook of an element */
  'GET /elements/{keyOrId}/hooks': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a hook of an element */
  'POST /elements/{keyOrId}/hooks': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One hook of an element */
  'GET /elements/{keyOrId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a hook of an element */
  'PUT /elements/{keyOrId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a hook of an element */
  'DELETE /elements/{keyOrId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every resource */
  'GET /elements/{keyOrId}/resources': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a resource */
  'POST /elements/{keyOrId}/resources': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One resource */
  'GET /elements/{keyOrId}/resources/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a resource */
  'PUT /elements/{keyOrId}/resources/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a resource */
  'DELETE /elements/{keyOrId}/resources/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every object */
  'GET /elements/{keyOrId}/objects': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a object */
  'POST /elements/{keyOrId}/objects': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One object */
  'GET /elements/{keyOrId}/objects/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a object */
  'PUT /elements/{keyOrId}/objects/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a object */
  'DELETE /elements/{keyOrId}/objects/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every model */
  'GET /elements/{keyOrId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a model */
  'POST /elements/{keyOrId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One model */
  'GET /elements/{keyOrId}/models/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a model */
  'PUT /elements/{keyOrId}/models/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a model */
  'DELETE /elements/{keyOrId}/models/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every parameter of a resource */
  'GET /elements/{keyOrId}/resources/{ownerId}/parameters': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a parameter of a resource */
  'POST /elements/{keyOrId}/resources/{ownerId}/parameters': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One parameter of a resource */
  'GET /elements/{keyOrId}/resources/{ownerId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a parameter of a resource */
  'PUT /elements/{keyOrId}/resources/{ownerId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a parameter of a resource */
  'DELETE /elements/{keyOrId}/resources/{ownerId}/parameters/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in parameters */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every hook of a resource */
  'GET /elements/{keyOrId}/resources/{ownerId}/hooks': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a hook of a resource */
  'POST /elements/{keyOrId}/resources/{ownerId}/hooks': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One hook of a resource */
  'GET /elements/{keyOrId}/resources/{ownerId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a hook of a resource */
  'PUT /elements/{keyOrId}/resources/{ownerId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a hook of a resource */
  'DELETE /elements/{keyOrId}/resources/{ownerId}/hooks/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
        /** Id in hooks */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every field of an object */
  'GET /elements/{keyOrId}/objects/{ownerId}/fields': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        ownerId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a field of an object */
  'POST /elements/{keyOrId}/objects/{ownerId}/fields': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One field of an object */
  'GET /elements/{keyOrId}/objects/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a field of an object */
  'PUT /elements/{keyOrId}/objects/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a field of an object */
  'DELETE /elements/{keyOrId}/objects/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in objects */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Every field of a model */
  'GET /elements/{keyOrId}/models/{ownerId}/fields': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        ownerId: string
      }
      query?: {
        /** true: only what the caller’s account added */
        accountOnly?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Add a field of a model */
  'POST /elements/{keyOrId}/models/{ownerId}/fields': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** One field of a model */
  'GET /elements/{keyOrId}/models/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Replace a field of a model */
  'PUT /elements/{keyOrId}/models/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a field of a model */
  'DELETE /elements/{keyOrId}/models/{ownerId}/fields/{partId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in models */
        ownerId: string
        /** Id in fields */
        partId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** The configuration entries of an element */
  'GET /elements/{keyOrId}/configuration': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { configuration: { [name: string]: unknown }[] }
  }

  /** Add a configuration entry */
  'POST /elements/{keyOrId}/configuration': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** The schemas of the bodies of a resource; empty when it has none */
  'GET /elements/{keyOrId}/resources/{ownerId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Set the schemas of the bodies of a resource */
  'POST /elements/{keyOrId}/resources/{ownerId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Replace the schemas of the bodies of a resource */
  'PUT /elements/{keyOrId}/resources/{ownerId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove the schemas of the bodies of a resource */
  'DELETE /elements/{keyOrId}/resources/{ownerId}/models': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Id in resources */
        ownerId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** The vendor's consent page for an element */
  'GET /elements/{keyOrId}/oauth/url': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** Client id of your application at the vendor */
        apiKey?: string
        apiSecret?: string
        callbackUrl?: string
        /** Comes back unchanged; default: the element key */
        state?: string
        scope?: string
        siteAddress?: string
        /** OAuth 1.0: the token that oauth/token gave */
        requestToken?: string
      }
      body?: undefined
    }
    answer: {
      /** Open it in the browser as it is */
      oauthUrl: string
      /** Key of the element */
      element: string
    }
  }

  /** The vendor's consent page, with the parameters in the body */
  'POST /elements/{keyOrId}/oauth/url': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: {
      /** Open it in the browser as it is */
      oauthUrl: string
      /** Key of the element */
      element: string
    }
  }

  /** Temporary credentials of OAuth 1.0, to open a consent page with */
  'GET /elements/{keyOrId}/oauth/token': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** Client id of your application at the vendor */
        apiKey?: string
        apiSecret?: string
        callbackUrl?: string
        /** Comes back unchanged; default: the element key */
        state?: string
        scope?: string
        siteAddress?: string
        /** OAuth 1.0: the token that oauth/token gave */
        requestToken?: string
      }
      body?: undefined
    }
    answer: {
      token: string
      /** Keep it until the person has approved */
      secret: string
    }
  }

  /** The secrets of the caller, for the Authorization header of other calls */
  'GET /authentication/secrets': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { userSecret: string; organizationSecret: string }
  }

  /** The caller's organization, with its secret */
  'GET /organizations/me': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: Organization
  }

  /** Rename the organization; its administrators only */
  'PUT /organizations/me': {
    input: {
      path?: {}
      query?: {}
      body?: { name?: string }
    }
    answer: Organization
  }

  /** The accounts the caller may see */
  'GET /accounts': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
        /** Accounts to pass over */
        offset?: string
      }
      body?: undefined
    }
    answer: Account[]
  }

  /** One account */
  'GET /accounts/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Account
  }

  /** The users the caller may see */
  'GET /users': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
      }
      body?: undefined
    }
    answer: User[]
  }

  /** One user */
  'GET /users/{idOrEmail}': {
    input: {
      path: {
        /** Id or e-mail address */
        idOrEmail: string
      }
      query?: {}
      body?: undefined
    }
    answer: User
  }

  /** The roles of a user */
  'GET /users/{idOrEmail}/roles': {
    input: {
      path: {
        /** Id or e-mail address */
        idOrEmail: string
      }
      query?: {}
      body?: undefined
    }
    answer: Role[]
  }

  /** Connect: make an instance of an element */
  'POST /instances': {
    input: {
      path?: {}
      query?: {}
      body?: InstanceInput
    }
    answer: Instance
  }

  /** The instances the caller may see; 404 when there is none */
  'GET /instances': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
        'tags[]'?: string | string[]
        tags?: string | string[]
        /** The name contains this */
        searchText?: string
        /** false: short forms */
        hydrate?: string
      }
      body?: undefined
    }
    answer: Instance[]
  }

  /** Replace the instance of the Element token */
  'PUT /instances': {
    input: {
      path?: {}
      query?: {
        /** false: keep the connection to the vendor as it is */
        reAuthenticate?: string
      }
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Change some members of the instance of the Element token */
  'PATCH /instances': {
    input: {
      path?: {}
      query?: {}
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Forget the instance of the Element token */
  'DELETE /instances': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** One instance */
  'GET /instances/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Replace an instance; id and token stay */
  'PUT /instances/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {
        /** false: keep the connection to the vendor as it is */
        reAuthenticate?: string
      }
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Replace an instance without connecting again */
  'POST /instances/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Change some members of an instance */
  'PATCH /instances/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Forget an instance; revokes at the vendor where that is possible */
  'DELETE /instances/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Enable an instance */
  'PUT /instances/{id}/enabled': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Disable an instance: its resource calls answer 403 */
  'DELETE /instances/{id}/enabled': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Enable an instance */
  'PUT /instances/enabled': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Disable an instance: its resource calls answer 403 */
  'DELETE /instances/enabled': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Trace the calls of an instance */
  'PUT /instances/{id}/trace-logging': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Stop tracing the calls of an instance */
  'DELETE /instances/{id}/trace-logging': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Trace the calls of an instance */
  'PUT /instances/trace-logging': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Stop tracing the calls of an instance */
  'DELETE /instances/trace-logging': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** The configuration of an instance */
  'GET /instances/{id}/configuration': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: ConfigurationEntry[]
  }

  /** One entry of the configuration */
  'GET /instances/{id}/configuration/{entryId}': {
    input: {
      path: {
        /** A number */
        id: string
        /** A number */
        entryId: string
      }
      query?: {}
      body?: undefined
    }
    answer: ConfigurationEntry
  }

  /** Change the value of a configuration entry */
  'PATCH /instances/{id}/configuration/{entryId}': {
    input: {
      path: {
        /** A number */
        id: string
        /** A number */
        entryId: string
      }
      query?: {}
      body: { propertyValue: string | number | boolean }
    }
    answer: ConfigurationEntry
  }

  /** The configuration of an instance */
  'GET /instances/configuration': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: ConfigurationEntry[]
  }

  /** One entry of the configuration */
  'GET /instances/configuration/{entryId}': {
    input: {
      path: {
        /** A number */
        entryId: string
      }
      query?: {}
      body?: undefined
    }
    answer: ConfigurationEntry
  }

  /** Change the value of a configuration entry */
  'PATCH /instances/configuration/{entryId}': {
    input: {
      path: {
        /** A number */
        entryId: string
      }
      query?: {}
      body: { propertyValue: string | number | boolean }
    }
    answer: ConfigurationEntry
  }

  /** Swagger 2.0 of an instance */
  'GET /instances/{id}/docs': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Swagger 2.0 of one operation of an instance */
  'GET /instances/{id}/docs/{operationId}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Such as GET-contacts */
        operationId: string
      }
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** The Swagger 2.0 definitions of an instance */
  'GET /instances/{id}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Swagger 2.0 of the instance of the Element token */
  'GET /instances/docs': {
    input: {
      path?: {}
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Swagger 2.0 of one operation of the instance of the Element token */
  'GET /instances/docs/{operationId}': {
    input: {
      path: {
        /** Such as GET-contacts */
        operationId: string
      }
      query?: {
        /** The address to put into the document */
        baseUrl?: string
        /** Only this operation */
        operationId?: string
        /** Accepted and ignored */
        version?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** The Swagger 2.0 definitions of the instance of the Element token */
  'GET /instances/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Connect: make an instance of this element */
  'POST /elements/{keyOrId}/instances': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: InstanceInput
    }
    answer: Instance
  }

  /** The instances of this element; 404 when there is none */
  'GET /elements/{keyOrId}/instances': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
        'tags[]'?: string | string[]
        tags?: string | string[]
        /** The name contains this */
        searchText?: string
        /** false: short forms */
        hydrate?: string
      }
      body?: undefined
    }
    answer: Instance[]
  }

  /** One instance of this element */
  'GET /elements/{keyOrId}/instances/{id}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Instance
  }

  /** Replace an instance of this element; id and token stay */
  'PUT /elements/{keyOrId}/instances/{id}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** A number */
        id: string
      }
      query?: {
        /** false: keep the connection to the vendor as it is */
        reAuthenticate?: string
      }
      body?: InstanceInput
    }
    answer: Instance
  }

  /** Forget an instance of this element */
  'DELETE /elements/{keyOrId}/instances/{id}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Copy an element: the copy is private, without secrets and with a key of its own */
  'POST /elements/{keyOrId}/clone': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: Element
  }

  /** Switch an element on */
  'PUT /elements/{keyOrId}/active': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Switch an element off: its instances stay, no more can be made */
  'DELETE /elements/{keyOrId}/active': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Replace a configuration entry */
  'PUT /elements/{keyOrId}/configuration/{configurationKey}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Such as base.url */
        configurationKey: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: unknown }
  }

  /** Remove a configuration entry */
  'DELETE /elements/{keyOrId}/configuration/{configurationKey}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Such as base.url */
        configurationKey: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Take over the configuration entries of a whole element */
  'PUT /elements/{keyOrId}/configurations': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: Element
  }

  /** The trace of a call of an instance with trace logging */
  'GET /elements/{keyOrId}/trace/{traceId}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** The Elements-Trace-Id header of the traced call */
        traceId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Begin to connect: the secrets stay here, the browser gets an address and a state */
  'POST /pending-connections': {
    input: {
      path?: {}
      query?: {}
      body?: PendingConnectionInput
    }
    answer: PendingConnection
  }

  /** How a pending connection is */
  'GET /pending-connections/{state}': {
    input: {
      path: {
        /** As POST /pending-connections answered it */
        state: string
      }
      query?: {}
      body?: undefined
    }
    answer: PendingConnectionStatus
  }

  /** Finish connecting with what the vendor sent the person back with */
  'POST /pending-connections/{state}/complete': {
    input: {
      path: {
        /** As POST /pending-connections answered it */
        state: string
      }
      query?: {}
      body?: { code?: string; error?: string; error_description?: string; [name: string]: unknown }
    }
    answer: Instance
  }

  /** How the connection of an instance is */
  'GET /instances/{id}/connection': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: ConnectionState
  }

  /** How the connection of the instance of the Element token is */
  'GET /instances/connection': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: ConnectionState
  }

  /** How the connections of all instances are */
  'GET /connections': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
      }
      body?: undefined
    }
    answer: Connection[]
  }

  /** Make a link with which somebody without an account here connects an element, once */
  'POST /connect-links': {
    input: {
      path?: {}
      query?: {}
      body?: ConnectLinkInput
    }
    answer: MadeConnectLink
  }

  /** The links the caller may see, without their tokens */
  'GET /connect-links': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
      }
      body?: undefined
    }
    answer: ConnectLink[]
  }

  /** Withdraw a link; what was connected through it stays */
  'DELETE /connect-links/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What callbacks of connect links are signed with */
  'GET /connect-links/signing-secret': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { secret: string }
  }

  /** Resource calls, newest first; 404 when there is none */
  'GET /usage': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** Records to pass over */
        pageOffset?: string
        /** Date or date-time, inclusive */
        from?: string
        /** Date or date-time, exclusive */
        to?: string
        elementInstanceId?: string
        elementKey?: string
        method?: string
        /** success, failed, a class such as 4xx, or a status such as 404 */
        status?: string
        /** The path contains this */
        searchText?: string
      }
      body?: undefined
    }
    answer: Usage[]
  }

  /** One resource call, by the Elements-Request-Id of its answer */
  'GET /usage/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Usage
  }

  /** New resource calls as they happen */
  'GET /usage/stream': {
    input: {
      path?: {}
      query?: { elementInstanceId?: string }
      body?: undefined
    }
    answer: string
  }

  /** How long resource calls took, by interval; 404 when there was none */
  'GET /usage/analytics/times': {
    input: {
      path?: {}
      query?: {
        /** Default: a week before to */
        from?: string
        /** Default: now */
        to?: string
        /** second, minute, hour, day (default), week or month, of UTC */
        interval?: string
        'accountIds[]'?: string | string[]
        accountIds?: string | string[]
      }
      body?: undefined
    }
    answer: UsageTimes[]
  }

  /** How many resource calls succeeded and failed, by interval; 404 when there was none */
  'GET /usage/analytics/statuses': {
    input: {
      path?: {}
      query?: {
        /** Default: a week before to */
        from?: string
        /** Default: now */
        to?: string
        /** second, minute, hour, day (default), week or month, of UTC */
        interval?: string
        'accountIds[]'?: string | string[]
        accountIds?: string | string[]
      }
      body?: undefined
    }
    answer: UsageStatuses[]
  }

  /** The objects defined at the level of the organization, by name */
  'GET /organizations/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Define several objects at the level of the organization, all or none */
  'POST /organizations/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete every definition at the level of the organization */
  'DELETE /organizations/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What an object is at the level of the organization */
  'GET /organizations/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: ObjectDefinition
  }

  /** Define an object at the level of the organization */
  'POST /organizations/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Replace the definition of an object at the level of the organization */
  'PUT /organizations/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Delete the definition of an object at the level of the organization */
  'DELETE /organizations/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Rename an object at the level of the organization, with its transformations there */
  'PATCH /organizations/objects/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: { objectName: string }
    }
    answer: ObjectDefinition
  }

  /** The objects defined at the level of the caller's account, by name */
  'GET /accounts/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Define several objects at the level of the caller's account, all or none */
  'POST /accounts/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete every definition at the level of the caller's account */
  'DELETE /accounts/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What an object is at the level of the caller's account */
  'GET /accounts/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: ObjectDefinition
  }

  /** Define an object at the level of the caller's account */
  'POST /accounts/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Replace the definition of an object at the level of the caller's account */
  'PUT /accounts/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Delete the definition of an object at the level of the caller's account */
  'DELETE /accounts/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Rename an object at the level of the caller's account, with its transformations there */
  'PATCH /accounts/objects/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: { objectName: string }
    }
    answer: ObjectDefinition
  }

  /** The objects defined at the level of an account, by name */
  'GET /accounts/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Define several objects at the level of an account, all or none */
  'POST /accounts/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete every definition at the level of an account */
  'DELETE /accounts/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What an object is at the level of an account */
  'GET /accounts/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: ObjectDefinition
  }

  /** Define an object at the level of an account */
  'POST /accounts/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Replace the definition of an object at the level of an account */
  'PUT /accounts/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Delete the definition of an object at the level of an account */
  'DELETE /accounts/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Rename an object at the level of an account, with its transformations there */
  'PATCH /accounts/{id}/objects/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: { objectName: string }
    }
    answer: ObjectDefinition
  }

  /** The objects defined at the level of an instance, by name */
  'GET /instances/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Define several objects at the level of an instance, all or none */
  'POST /instances/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete every definition at the level of an instance */
  'DELETE /instances/{id}/objects/definitions': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What an object is at the level of an instance */
  'GET /instances/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: ObjectDefinition
  }

  /** Define an object at the level of an instance */
  'POST /instances/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Replace the definition of an object at the level of an instance */
  'PUT /instances/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Delete the definition of an object at the level of an instance */
  'DELETE /instances/{id}/objects/{objectName}/definitions': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Rename an object at the level of an instance, with its transformations there */
  'PATCH /instances/{id}/objects/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: { objectName: string }
    }
    answer: ObjectDefinition
  }

  /** The objects defined at the level of the instance of the Element token, by name */
  'GET /instances/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Define several objects at the level of the instance of the Element token, all or none */
  'POST /instances/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete every definition at the level of the instance of the Element token */
  'DELETE /instances/objects/definitions': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** What an object is at the level of the instance of the Element token */
  'GET /instances/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: ObjectDefinition
  }

  /** Define an object at the level of the instance of the Element token */
  'POST /instances/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Replace the definition of an object at the level of the instance of the Element token */
  'PUT /instances/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: ObjectDefinition
  }

  /** Delete the definition of an object at the level of the instance of the Element token */
  'DELETE /instances/objects/{objectName}/definitions': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Rename an object at the level of the instance of the Element token, with its transformations there */
  'PATCH /instances/objects/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: { objectName: string }
    }
    answer: ObjectDefinition
  }

  /** The transformations of an element at the level of the organization, by the name of their object */
  'GET /organizations/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete the transformations of an element at the level of the organization */
  'DELETE /organizations/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** The transformation of an object at the level of the organization */
  'GET /organizations/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Delete the transformation of an object at the level of the organization */
  'DELETE /organizations/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** Map an object to an element at the level of the organization */
  'POST /organizations/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Replace the transformation of an object at the level of the organization */
  'PUT /organizations/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** The transformations of an element at the level of the caller's account, by the name of their object */
  'GET /accounts/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete the transformations of an element at the level of the caller's account */
  'DELETE /accounts/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** The transformation of an object at the level of the caller's account */
  'GET /accounts/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Delete the transformation of an object at the level of the caller's account */
  'DELETE /accounts/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** Map an object to an element at the level of the caller's account */
  'POST /accounts/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Replace the transformation of an object at the level of the caller's account */
  'PUT /accounts/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** The transformations of an element at the level of an account, by the name of their object */
  'GET /accounts/{id}/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete the transformations of an element at the level of an account */
  'DELETE /accounts/{id}/elements/{keyOrId}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** The transformation of an object at the level of an account */
  'GET /accounts/{id}/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Delete the transformation of an object at the level of an account */
  'DELETE /accounts/{id}/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** Map an object to an element at the level of an account */
  'POST /accounts/{id}/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Replace the transformation of an object at the level of an account */
  'PUT /accounts/{id}/elements/{keyOrId}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Key or numeric id of an element */
        keyOrId: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** The transformations of an element at the level of an instance, by the name of their object */
  'GET /instances/{id}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete the transformations of an element at the level of an instance */
  'DELETE /instances/{id}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** The transformation of an object at the level of an instance */
  'GET /instances/{id}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Delete the transformation of an object at the level of an instance */
  'DELETE /instances/{id}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** Map an object to an element at the level of an instance */
  'POST /instances/{id}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Replace the transformation of an object at the level of an instance */
  'PUT /instances/{id}/transformations/{objectName}': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** The transformations of an element at the level of the instance of the Element token, by the name of their object */
  'GET /instances/transformations': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: { [name: string]: unknown } }
  }

  /** Delete the transformations of an element at the level of the instance of the Element token */
  'DELETE /instances/transformations': {
    input: {
      path?: {}
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** The transformation of an object at the level of the instance of the Element token */
  'GET /instances/transformations/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Delete the transformation of an object at the level of the instance of the Element token */
  'DELETE /instances/transformations/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {
        /** true: at the levels below, too */
        propagate?: string
      }
      body?: undefined
    }
    answer: undefined
  }

  /** Map an object to an element at the level of the instance of the Element token */
  'POST /instances/transformations/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Replace the transformation of an object at the level of the instance of the Element token */
  'PUT /instances/transformations/{objectName}': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** The elements an object is mapped to at the level of the organization */
  'GET /organizations/objects/{objectName}/transformations': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** The elements an object is mapped to at the level of the caller's account */
  'GET /accounts/objects/{objectName}/transformations': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** The elements an object is mapped to at the level of an account */
  'GET /accounts/{id}/objects/{objectName}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** The elements an object is mapped to at the level of an instance */
  'GET /instances/{id}/objects/{objectName}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** The elements an object is mapped to at the level of the instance of the Element token */
  'GET /instances/objects/{objectName}/transformations': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }[]
  }

  /** Make or replace the transformation that the body names */
  'PUT /transformations': {
    input: {
      path?: {}
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Try a transformation out on a record or a list of records */
  'POST /transformations/{objectName}/execute': {
    input: {
      path: {
        /** Name of the virtual data resource */
        objectName: string
      }
      query?: {}
      body: TransformationTrial
    }
    answer: unknown
  }

  /** The virtual data resources of the caller’s account, over all levels */
  'GET /vdrs': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
        /** A condition: name='x' AND active='true' */
        where?: string
      }
      body?: undefined
    }
    answer: Vdr[]
  }

  /** Define a virtual data resource; each field may name its level */
  'POST /vdrs': {
    input: {
      path?: {}
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: Vdr
  }

  /** One virtual data resource */
  'GET /vdrs/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Vdr
  }

  /** Replace a virtual data resource at the levels the caller may change */
  'PUT /vdrs/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: ObjectDefinitionInput
    }
    answer: Vdr
  }

  /** Delete a virtual data resource, with its transformations, at the same levels */
  'DELETE /vdrs/{id}': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** A virtual data resource with its transformations, to be imported elsewhere */
  'GET /vdrs/{id}/export': {
    input: {
      path: {
        /** Name, or id */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: VdrExport
  }

  /** Make or replace a virtual data resource and its transformations from an export */
  'PUT /vdrs/import': {
    input: {
      path?: {}
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: Vdr
  }

  /** Copy a virtual data resource to another level or under another name */
  'POST /vdrs/{id}/clone': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {
        /** account (default) or organization */
        level?: string
        /** true or false */
        cloneAllTransformations?: string
        /** With these transformations */
        'elementKeys[]'?: unknown
      }
      body?: ObjectDefinitionInput
    }
    answer: Vdr
  }

  /** Let each level show only what it says itself (version 2) */
  'PUT /vdrs/upgrade/v2': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** Let each level show what it inherits, too (version 1) */
  'DELETE /vdrs/upgrade/v2': {
    input: {
      path?: {}
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** The transformations of a virtual data resource, one an element */
  'GET /vdrs/{id}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation[]
  }

  /** Map a virtual data resource to the element of elementKey, elementId or instanceId */
  'POST /vdrs/{id}/transformations': {
    input: {
      path: {
        /** A number */
        id: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** One transformation */
  'GET /vdrs/{id}/transformations/{transformationId}': {
    input: {
      path: {
        /** A number */
        id: string
        transformationId: string
      }
      query?: {}
      body?: undefined
    }
    answer: Transformation
  }

  /** Replace a transformation at the levels the caller may change */
  'PUT /vdrs/{id}/transformations/{transformationId}': {
    input: {
      path: {
        /** A number */
        id: string
        transformationId: string
      }
      query?: {}
      body?: TransformationInput
    }
    answer: Transformation
  }

  /** Delete a transformation at the levels the caller may change */
  'DELETE /vdrs/{id}/transformations/{transformationId}': {
    input: {
      path: {
        /** A number */
        id: string
        transformationId: string
      }
      query?: {}
      body?: undefined
    }
    answer: undefined
  }

  /** The common resources of the caller’s account, over all levels */
  'GET /common-resources': {
    input: {
      path?: {}
      query?: {
        /** Entries a page; default 200 */
        pageSize?: string
        /** The Elements-Next-Page-Token of the page before */
        nextPage?: string
      }
      body?: undefined
    }
    answer: CommonResource[]
  }

  /** Make or replace a common resource */
  'PUT /common-resources': {
    input: {
      path?: {}
      query?: {}
      body?: { [name: string]: unknown }
    }
    answer: CommonResource
  }

  /** One common resource */
  'GET /common-resources/{name}': {
    input: {
      path: { name: string }
      query?: {}
      body?: undefined
    }
    answer: CommonResource
  }

  /** Rename a common resource, with its transformations */
  'PATCH /common-resources/{name}': {
    input: {
      path: { name: string }
      query?: {}
      body: { name: string }
    }
    answer: CommonResource
  }

  /** Delete a common resource with its transformations, at every level */
  'DELETE /common-resources/{name}': {
    input: {
      path: { name: string }
      query?: { force?: string }
      body?: undefined
    }
    answer: undefined
  }

  /** The formulas that use a common resource */
  'GET /common-resources/{name}/usages': {
    input: {
      path: { name: string }
      query?: {}
      body?: undefined
    }
    answer: { formulaUsages: { [name: string]: unknown }[] }
  }

  /** A draft element from a document that describes an API */
  'POST /elements/convert': {
    input: {
      path?: {}
      query?: {
        /** What the document is: swagger, openapi, soap, odata, postman */
        type?: string
        /** Hub of the element; default general */
        hub?: string
        /** Its name; default: the title in the document */
        name?: string
        /** Its key; default: made of the name */
        key?: string
        /** The security scheme to use, where the document has several */
        authentication?: string
        /** true: answer {element, findings, lint} in place of the element */
        report?: string
      }
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** Ask the vendor whether the connection works */
  'GET /hubs/{hub}/ping': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
      }
      query?: {}
      body?: undefined
    }
    answer: { dateTime: string; endpoint: string; valid: boolean }
  }

  /** The objects an instance offers */
  'GET /hubs/{hub}/objects': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
      }
      query?: {}
      body?: undefined
    }
    answer: (string | { [name: string]: unknown })[]
  }

  /** The fields of an object, custom ones included */
  'GET /hubs/{hub}/objects/{objectName}/metadata': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** As GET /objects gives it */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { fields: { [name: string]: unknown }[] }
  }

  /** The Swagger 2.0 definitions of an object */
  'GET /hubs/{hub}/objects/{objectName}/docs': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** As GET /objects gives it */
        objectName: string
      }
      query?: {}
      body?: undefined
    }
    answer: { [name: string]: unknown }
  }

  /** GET a resource of the instance */
  'GET /hubs/{hub}/{resource}': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** Path of the resource */
        resource: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** POST a resource of the instance */
  'POST /hubs/{hub}/{resource}': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** Path of the resource */
        resource: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** PUT a resource of the instance */
  'PUT /hubs/{hub}/{resource}': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** Path of the resource */
        resource: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** PATCH a resource of the instance */
  'PATCH /hubs/{hub}/{resource}': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** Path of the resource */
        resource: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }

  /** DELETE a resource of the instance */
  'DELETE /hubs/{hub}/{resource}': {
    input: {
      path: {
        /** Any; not compared */
        hub: string
        /** Path of the resource */
        resource: string
      }
      query?: {}
      body?: undefined
    }
    answer: unknown
  }
}
