// Second step of PATCH /contacts/{id} and /leads/{id}: `request_previous_response` is the contact as it stands, or nothing
// when the change touches no list. An entry of a list is one column of ours (EMAIL1, PHONE2, BILLING…): entries the
// caller did not name stay. Only what the vendor takes is sent back; above all no stored reason for opting in, which
// would subscribe people again who have unsubscribed since.
var lists = {
  addresses: { key: 'field', needs: [], takes: ['field', 'line1', 'line2', 'locality', 'region', 'region_code', 'country_code', 'postal_code', 'zip_code', 'zip_four'] },
  custom_fields: { key: 'id', needs: [], takes: ['id', 'content'] },
  email_addresses: { key: 'field', needs: ['email'], takes: ['field', 'email'] },
  fax_numbers: { key: 'field', needs: ['number'], takes: ['field', 'number', 'type'] },
  phone_numbers: { key: 'field', needs: ['number'], takes: ['field', 'number', 'extension', 'type'] },
}
var record = request_vendor_body_map || {}
var stored = request_previous_response
var touched = Object.keys(lists).filter(function (name) { return name in record })

function isEmpty(value) {
  return value === undefined || value === null || value === ''
}

function pick(part, names) {
  var picked = {}
  names.forEach(function (name) { if (!isEmpty(part[name])) picked[name] = part[name] })
  return picked
}

// A region and its code, and the two spellings of a postal code, must agree: the stored one gives way.
function withoutStale(part, given) {
  if ('region' in given || 'country_code' in given) delete part.region_code
  if ('postal_code' in given) {
    delete part.zip_code
    if (!('zip_four' in given)) delete part.zip_four
  }
  if (part.postal_code) delete part.zip_code
  return part
}

function merge(name) {
  var rules = lists[name]
  var parts = {}
  ;(stored[name] || []).forEach(function (part) { parts[part[rules.key]] = pick(part, rules.takes) })
  ;(record[name] || []).forEach(function (given) {
    var part = withoutStale(parts[given[rules.key]] || {}, given)
    parts[given[rules.key]] = Object.assign(part, given)
  })
  return Object.keys(parts)
    .map(function (key) { return name === 'addresses' ? withoutStale(parts[key], {}) : parts[key] })
    .map(function (part) { return name === 'custom_fields' ? part : pick(part, Object.keys(part)) })
    .filter(function (part) { return rules.needs.every(function (member) { return part[member] }) })
    .filter(function (part) { return Object.keys(part).length > 1 })
}

var notes = request_body_map.ContactNotes
if (touched.length > 0 && !stored) {
  done({ continue: false, response_status_code: 404, response_error_message: 'Change a contact with PATCH /contacts/{id}.' })
} else if ('ContactNotes' in request_body_map && String(notes || '') !== String((stored || {}).notes || '')) {
  done({ continue: false, response_status_code: 400, response_error_message: "The vendor's API can't change ContactNotes. POST /contacts/{id}/notes adds a note." })
} else {
  touched.forEach(function (name) { record[name] = merge(name) })
  var mask = Object.keys(record).join(',')
  done({ request_vendor_body_map: record, request_vendor_parameters: { update_mask: mask || null } })
}
