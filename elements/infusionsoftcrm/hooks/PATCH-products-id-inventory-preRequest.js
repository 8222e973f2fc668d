// What the vendor needs, said in our names: its own words are of `type` and `quantity`.
var change = request_vendor_body_map || {}
var problem
if (change.type !== 'INCREASE' && change.type !== 'DECREASE') problem = "Action must be 'increase' or 'decrease'."
else if (!Number.isInteger(change.quantity) || change.quantity < 1) problem = 'Quantity must be a whole number of 1 or more.'

if (problem) done({ continue: false, response_status_code: 400, response_error_message: problem })
else done()
