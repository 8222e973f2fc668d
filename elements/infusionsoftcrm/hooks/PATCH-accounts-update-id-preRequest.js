// Second step of PATCH /accounts/{id}: `request_previous_response` is the company as it stands, or nothing when the change
// touches none of these. Members the caller did not name stay. A stored reason for opting in is not sent back: it would
// subscribe people again who have unsubscribed since.
var parts = {
  address: { needs: null, takes: ['field', 'line1', 'line2', 'locality', 'region', 'region_code', 'country_code', 'postal_code', 'zip_code', 'zip_four'] },
  email_address: { needs: 'email', takes: ['field', 'email'] },
  fax_number: { needs: 'number', takes: ['field', 'number', 'type'] },
  phone_number: { needs: 'number', takes: ['field', 'number', 'extension', 'type'] },
}
var record = request_vendor_body_map || {}
var stored = request_previous_response
var touched = Object.keys(parts).concat('custom_fields').filter(function (name) { return name in record })

function pick(part, names) {
  var picked = {}
  names.forEach(function (name) {
    if (part[name] !== undefined && part[name] !== null && part[name] !== '') picked[name] = part[name]
  })
  return picked
}

function mergePart(name) {
  var given = record[name] || {}
  var part = pick(stored[name] || {}, parts[name].takes)
  // A region and its code, and the two spellings of a postal code, must agree: the stored one gives way.
  if ('region' in given || 'country_code' in given) delete part.region_code
  if ('postal_code' in given) {
    delete part.zip_code
    if (!('zip_four' in given)) delete part.zip_four
  }
  if (part.postal_code) delete part.zip_code
  var merged = pick(Object.assign(part, given), Object.keys(Object.assign({}, part, given)))
  return parts[name].needs && !merged[parts[name].needs] ? null : merged
}

function mergeCustomFields() {
  var values = {}
  ;(stored.custom_fields || []).concat(record.custom_fields || []).forEach(function (value) {
    values[value.id] = { id: value.id, content: value.content }
  })
  return Object.keys(values).map(function (id) { return values[id] })
}

if (touched.length > 0 && !stored) {
  done({ continue: false, response_status_code: 404, response_error_message: 'Change an account with PATCH /accounts/{id}.' })
} else {
  touched.forEach(function (name) {
    record[name] = name === 'custom_fields' ? mergeCustomFields() : mergePart(name)
  })
  var mask = Object.keys(record).join(',')
  done({ request_vendor_body_map: record, request_vendor_parameters: { update_mask: mask || null } })
}
