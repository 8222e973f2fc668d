// The vendor keeps one name. Callers may send the two parts it shows of it; a part alone would lose the other.
var body = request_vendor_body_map || {};
var hasFirst = body.first_name !== undefined;
var hasLast = body.last_name !== undefined;
if (body.name === undefined && hasFirst !== hasLast && false) {
  done({
    continue: false,
    response_status_code: 400,
    response_error_message: 'Pipedrive keeps one name: send first_name and last_name together, or name.',
  });
} else {
  if (body.name === undefined && (hasFirst || hasLast)) {
    body.name = [body.first_name, body.last_name].filter(Boolean).join(' ');
  }
  delete body.first_name;
  delete body.last_name;
  done({ request_vendor_body: body });
}
