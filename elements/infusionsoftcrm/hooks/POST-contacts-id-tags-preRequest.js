// REST v2 puts one tag on many contacts; only v1 puts many tags on one contact.
var tagIds = request_body_map && request_body_map.tagIds
var base = String(configuration['base.url']).replace(/\/+$/, '')

function refuse(message) {
  done({ continue: false, response_status_code: 400, response_error_message: message })
}

if (!Array.isArray(tagIds) || tagIds.length === 0 || !tagIds.every(function (id) { return /^\d+$/.test(String(id)) })) {
  refuse('tagIds must be a list of one or more ids of tags. GET /tags lists the tags.')
} else if (tagIds.length === 1) {
  done()
} else if (!/\/v2$/.test(base)) {
  refuse('With this base.url tags are put on a contact one at a time: send a single id in tagIds.')
} else {
  done({
    request_vendor_path: base.replace(/\/v2$/, '/v1') + '/contacts/' + encodeURIComponent(request_path_variables.id) + '/tags',
    request_vendor_body_map: { tagIds: tagIds.map(Number) },
  })
}
