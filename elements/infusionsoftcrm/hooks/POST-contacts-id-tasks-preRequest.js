// What the vendor needs for a task, said at once and in our names.
var record = request_vendor_body_map || {}
var names = { title: 'ActionDescription', assigned_to_user_id: 'UserID' }
var missing = Object.keys(names).filter(function (name) { return !record[name] })

if (missing.length > 0) {
  var list = missing.map(function (name) { return names[name] }).join(' and ')
  done({ continue: false, response_status_code: 400, response_error_message: 'A new task needs ' + list + '. GET /users lists the users.' })
} else {
  done()
}
