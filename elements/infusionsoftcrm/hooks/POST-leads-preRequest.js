// Callers send empty columns; the vendor refuses list entries without an address or a number.
var needed = { addresses: null, email_addresses: 'email', fax_numbers: 'number', phone_numbers: 'number' }
var record = request_vendor_body_map || {}

function filled(part) {
  var kept = {}
  Object.keys(part).forEach(function (name) { if (part[name] !== null && part[name] !== '') kept[name] = part[name] })
  return kept
}

Object.keys(needed).forEach(function (name) {
  if (!record[name]) return
  record[name] = record[name].map(filled).filter(function (part) {
    return needed[name] ? part[needed[name]] : Object.keys(part).length > 1
  })
})

if (request_body_map.ContactNotes) {
  done({ continue: false, response_status_code: 400, response_error_message: "The vendor's API can't write ContactNotes. POST /contacts/{id}/notes adds a note." })
} else {
  done({ request_vendor_body_map: record })
}
