// A lead is a contact of the type Lead: any other contact is not there under this path.
if (!response_iserror && response_body.contact_type !== 'Lead') {
  done({ response_status_code: 404, response_error_message: 'There is no lead ' + request_path_variables.id + '.' })
} else {
  done()
}
