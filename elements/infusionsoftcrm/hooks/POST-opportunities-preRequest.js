// The vendor needs a contact and a stage, which the API of old did not: say it at once, and in our names.
var record = request_vendor_body_map || {}
if (!record.stage_id && configuration['opportunity.default.stage']) {
  record.stage_id = configuration['opportunity.default.stage']
}
var names = { opportunity_title: 'OpportunityTitle', contact_id: 'ContactID', stage_id: 'StageID' }
var missing = Object.keys(names).filter(function (name) { return !record[name] })

if (missing.length > 0) {
  var list = missing.map(function (name) { return names[name] }).join(', ')
  var hint = missing.indexOf('stage_id') < 0 ? '' : " GET /stages lists the stages; the configuration key 'opportunity.default.stage' sets one for all."
  done({ continue: false, response_status_code: 400, response_error_message: 'A new opportunity needs ' + list + '.' + hint })
} else {
  done({ request_vendor_body_map: record })
}
