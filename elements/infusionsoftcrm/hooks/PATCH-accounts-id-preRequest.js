// The vendor replaces an address, a number or the list of custom fields as a whole: what stands there is read first, and
// PATCH /accounts-update/{id} puts the two together. A body without them needs no reading.
var parts = ['address', 'custom_fields', 'email_address', 'fax_number', 'phone_number']
var record = request_vendor_body_map || {}
done(parts.some(function (name) { return name in record }) ? {} : { continue: false })
