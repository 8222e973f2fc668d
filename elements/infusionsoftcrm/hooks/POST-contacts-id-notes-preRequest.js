// What the vendor needs for a note, said at once and in our names.
var record = request_vendor_body_map || {}
var missing = []
if (!record.user_id) missing.push('UserID')
if (!record.title && !record.type) missing.push('ActionDescription or ActionType')

if (missing.length > 0) {
  done({ continue: false, response_status_code: 400, response_error_message: 'A new note needs ' + missing.join(' and ') + '. GET /users lists the users.' })
} else {
  done()
}
