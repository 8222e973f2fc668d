// The vendor wants a moment on every note; one that is written now was made now.
var body = request_vendor_body_map || {};
var properties = body.properties || {};
if (!properties.hs_timestamp) properties.hs_timestamp = new Date().toISOString();
body.properties = properties;
done({ request_vendor_body: body });
