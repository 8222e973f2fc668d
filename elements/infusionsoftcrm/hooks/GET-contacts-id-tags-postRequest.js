// An entry is {tag, applied_time} by the vendor's model; the members of the tag beside the time are taken as well.
var entries = Array.isArray(response_body) ? response_body : []

function toNumber(id) {
  return id === undefined || id === null ? null : Number(id)
}

if (response_iserror) {
  done()
} else {
  done({
    response_body: entries.map(function (entry) {
      var tag = entry.tag || entry
      return {
        Id: toNumber(tag.id),
        GroupName: tag.name,
        GroupCategoryId: toNumber(tag.category && tag.category.id),
        DateApplied: entry.applied_time,
      }
    }),
  })
}
