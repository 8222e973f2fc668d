/** What each vendor calls the things of the common specification. */
import type { VendorWords } from './vendor-behaviour.ts'

const tooMany = { kind: '429' }

export const vendorWords: Readonly<Record<string, VendorWords>> = {
  hubspot: {
    id: 'hs_object_id',
    contact: (unique) => ({ firstname: 'Ada', lastname: 'Byron', email: `${unique}@example.com` }),
    change: { jobtitle: 'Analyst', favourite_colour: 'green' },
    contacts: 300,
    pushed: ({ email }) => `email='${email}'`,
    local: ({ email, hs_object_id }) => `email='${email}' OR hs_object_id='${hs_object_id}'`,
    order: 'hs_object_id',
    refused: { email: 'nobody' },
    refusal: /INVALID_EMAIL/,
    listRequest: 'GET /hubspot/crm/v3/objects/contacts*',
    limited: { fault: tooMany, status: 429, words: /rolling limit/ },
    customField: 'favourite_colour',
  },
  salesforce: {
    id: 'Id',
    contact: () => ({ FirstName: 'Ada', LastName: 'Byron', FavouriteColour__c: 'blue' }),
    change: { Title: 'Analyst', FavouriteColour__c: 'green' },
    contacts: 300,
    pushed: ({ Email, Id }) => `Email='${Email}' OR Id='${Id}'`,
    local: ({ Email }) => `NOT Email!='${Email}'`,
    order: 'LastName',
    refused: { FirstName: 'Ada' },
    refusal: /Required fields are missing: \[LastName\]/,
    listRequest: 'GET /salesforce/services/data/v66.0/query*',
    // The vendor answers 403 to too many calls; its application's front may answer 429 as any.
    limited: { fault: tooMany, status: 429, words: /Limit exceeded/ },
    customField: 'FavouriteColour__c',
  },
  pipedrive: {
    id: 'id',
    contact: () => ({ name: 'Ada Byron', emails: [{ value: 'ada.byron@example.com' }] }),
    change: { job_title: 'Analyst', custom_fields: { ['a'.repeat(40)]: 'green' } },
    contacts: 300,
    pushed: ({ id }) => `id=${id}`,
    local: ({ emails }) => `emails.value='${(emails as { value: string }[])[0]?.value}'`,
    order: 'id',
    refused: { job_title: 'Analyst' },
    refusal: /name is required/,
    listRequest: 'GET /pipedrive/api/v2/persons*',
    limited: { fault: tooMany, status: 429, words: /over limit/ },
    customField: `custom_fields.${'a'.repeat(40)}`,
  },
  infusionsoftrest: {
    id: 'id',
    contact: (unique) => ({
      given_name: 'Ada',
      family_name: 'Byron',
      email_addresses: [{ email: `${unique}@v1.example.com`, field: 'EMAIL1' }],
    }),
    change: { job_title: 'Analyst' },
    contacts: 300,
    pushed: ({ given_name }) => `given_name='${given_name}' AND since='2020-01-01T00:00:00.000Z'`,
    local: ({ id }) => `id=${id} OR family_name='Nobody'`,
    order: 'given_name',
    refused: { given_name: 'Nobody' },
    refusal: /e-mail address or phone number/,
    listRequest: 'GET /crm/rest/v1/contacts*',
    limited: { fault: tooMany, status: 429, words: /Quota Exceeded/ },
    customField: '_JobDescription',
  },
}
