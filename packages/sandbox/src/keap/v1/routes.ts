import { Router } from '../../core/router.ts'
import { type Operation, ok } from '../call.ts'
import { userOf } from '../v2/users.ts'

// Of v1 the sandbox has what v2 lacks: the account's profile. Numbers are numbers here.

const profile: Operation = ({ tenant }) =>
  ok({
    name: tenant.companyName,
    email: `hello@${tenant.app}.example.com`,
    website: `https://www.${tenant.app}.example.com`,
    phone: '(480) 555-0100',
    phone_ext: null,
    time_zone: 'America/Phoenix',
    logo_url: null,
    currency_code: 'USD',
    language_tag: 'en-US',
    business_type: 'Other',
    business_goals: ['Convert more leads'],
    business_primary_color: '#2d6e46',
    business_secondary_color: '#f4f1ea',
    address: {
      line1: '1260 S Spectrum Blvd',
      line2: '',
      locality: 'Chandler',
      region: 'Arizona',
      country_code: 'USA',
      postal_code: '85286',
      zip_code: '85286',
      zip_four: '',
      field: 'BILLING',
    },
  })

const userinfo: Operation = (call) => {
  const user = userOf(call)
  return ok({
    sub: user.id,
    email: user.email_addresses[0]?.email ?? null,
    given_name: user.given_name,
    family_name: user.family_name,
    middle_name: null,
    preferred_name: user.nickname,
    infusionsoft_id: user.keap_id,
    global_user_id: Number(user.global_user_id),
    is_admin: user.admin,
  })
}

/** Every operation of REST v1 the sandbox has. Paths are below `/crm/rest/v1`. */
export function createV1Routes(): Router<Operation> {
  return new Router<Operation>()
    .add('GET', '/account/profile', profile)
    .add('GET', '/oauth/connect/userinfo', userinfo)
}
