// The vendor replaces a whole list when one of its entries is sent: what stands in it is read first, and
// PATCH /contacts-update/{id} puts the two together. A body without lists needs no reading.
// `notes` is read because the vendor can't write it, and only a change of it is refused.
var lists = ['addresses', 'custom_fields', 'email_addresses', 'fax_numbers', 'phone_numbers']
var record = request_vendor_body_map || {}
var isReadNeeded =
  'ContactNotes' in request_body_map || lists.some(function (name) { return name in record })
done(isReadNeeded ? {} : { continue: false })
