// The vendor replaces the list of custom fields as a whole: it is read first, and PATCH /opportunities-update/{id} puts the two
// together. A body without custom fields needs no reading.
done('custom_fields' in (request_vendor_body_map || {}) ? {} : { continue: false })
