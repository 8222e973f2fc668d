import { createClock, type SandboxClock } from '../core/clock.ts'
import { Faults } from '../core/faults.ts'
import { RequestLog } from '../core/request-log.ts'
import { defaultLogins, type Login } from './logins.ts'
import { OAuthStore } from './oauth/store.ts'
import { Quotas, vendorQuotas } from './quotas.ts'
import { type SeedOptions, seedTenants } from './seed/seed.ts'
import { defaultSettings, type SandboxSettings } from './settings.ts'
import type { Tenant } from './tenant.ts'

/** Everything the sandbox holds: its apps, grants, faults, time and log. */
export interface Keap {
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly log: RequestLog
  readonly quotas: Quotas
  readonly settings: SandboxSettings
  readonly store: OAuthStore
  readonly logins: readonly Login[]
  readonly tenants: ReadonlyMap<string, Tenant>
  readonly keys: ReadonlyMap<string, { readonly app: string; readonly userId: string }>
  /** Return to the state right after the start. */
  reset(): void
}

/** A service account key of each app, the same in every sandbox: keys begin with `KeapAK-`. */
export function serviceAccountKeyOf(app: string): string {
  return `KeapAK-sandbox-${app}-000000000000000000000000`
}

/** Make the sandbox's state, with its tenants seeded. */
export function createKeap(seed: SeedOptions): Keap {
  const clock = createClock()
  const store = new OAuthStore(clock)
  const quotas = new Quotas(clock)
  const faults = new Faults()
  const log = new RequestLog()
  const settings: SandboxSettings = { ...defaultSettings }
  const tenants = new Map<string, Tenant>(seedTenants(seed))
  const keys = [...tenants.keys()].map(
    (app) => [serviceAccountKeyOf(app), { app, userId: '1' }] as const,
  )
  return {
    clock,
    faults,
    log,
    quotas,
    settings,
    store,
    tenants,
    logins: defaultLogins,
    keys: new Map(keys),
    reset: () => {
      clock.reset()
      store.clear()
      faults.clear()
      log.clear()
      quotas.clear()
      quotas.settings = vendorQuotas()
      Object.assign(settings, defaultSettings)
      for (const [app, tenant] of seedTenants(seed)) tenants.set(app, tenant)
    },
  }
}
