// What became of each tag, by its id. v2 answers {results: {<contact>: "SUCCESS"}} for its one tag, v1 {<tag>: "SUCCESS"}.
var contactId = request_path_variables.id
var answer = response_body || {}
var results = {}

if (!response_iserror) {
  request_body_map.tagIds.forEach(function (tagId) {
    var result = answer.results ? answer.results[contactId] : answer[tagId]
    if (result) results[tagId] = result
  })
}

function isMissing(tagId) {
  return results[tagId] === 'CONTACT_NOT_FOUND'
}

if (response_iserror) {
  done()
} else if (Object.keys(results).length > 0 && Object.keys(results).every(isMissing)) {
  done({ response_status_code: 404, response_error_message: 'There is no contact ' + contactId + '.' })
} else {
  done({ response_body: results })
}
