// Second step of PATCH /tasks/{id}: `request_previous_response` is the task as it stands, or nothing when no custom field
// changes. Custom fields the caller did not name stay.
var record = request_vendor_body_map || {}
var stored = request_previous_response

function mergeCustomFields() {
  var values = {}
  ;(stored.custom_fields || []).concat(record.custom_fields || []).forEach(function (value) {
    values[value.id] = { id: value.id, content: value.content }
  })
  return Object.keys(values).map(function (id) { return values[id] })
}

if ('custom_fields' in record && !stored) {
  done({ continue: false, response_status_code: 404, response_error_message: 'Change a task with PATCH /tasks/{id}.' })
} else {
  if ('custom_fields' in record) record.custom_fields = mergeCustomFields()
  var mask = Object.keys(record).join(',')
  done({ request_vendor_body_map: record, request_vendor_parameters: { update_mask: mask || null } })
}
