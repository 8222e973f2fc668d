/**
 * Hooks of converted SOAP resources. A template can hold required texts; lists, nesting and what may be absent need a script
 * that knows the order of the vendor's schema. Each hook is complete in itself, so that an author can read and change it.
 */
import type { HookDefinition } from '../../format.ts'
import type { Outline } from './outline.ts'

/** Stands in a template where the pre hook puts the content. */
export const contentToken = '{content}'

/** Write the inbound body as the content of an envelope, in the order of the schema. */
export function requestHook(outline: Outline): HookDefinition {
  return hook(
    'preRequest',
    `// Types of the request: members as [name, tag, type, comes again], type 0 is text.
var types = ${JSON.stringify(outline.types)};
var unknown = [];

function escaped(value) {
  return String(value).replace(/[<>&"']/g, function (character) { return '&#' + character.charCodeAt(0) + ';'; });
}

function element(tag, number, value, depth) {
  if (value === undefined || depth > 60) return '';
  if (Array.isArray(value)) return value.map(function (one) { return element(tag, number, one, depth); }).join('');
  if (value === null) return '<' + tag + ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>';
  var parts = content(number, value, depth);
  return '<' + tag + parts.attributes + '>' + parts.text + '</' + tag + '>';
}

function content(number, value, depth) {
  var type = types[number - 1], attributes = '', text = '', known = {};
  if (!type || typeof value !== 'object') return { attributes: '', text: escaped(typeof value === 'object' ? JSON.stringify(value) : value) };
  type.members.forEach(function (member) {
    var held = value[member[0]];
    known[member[0]] = true;
    if (member[0][0] === '@') attributes += held === undefined || held === null ? '' : ' ' + member[1] + '="' + escaped(held) + '"';
    else if (member[0] === '#text') text += held === undefined || held === null ? '' : escaped(held);
    else text += element(member[1], member[2], held, depth + 1);
  });
  Object.keys(value).forEach(function (name) {
    if (known[name]) return;
    if (type.isOpen && /^[A-Za-z_][\\w.-]*$/.test(name)) text += element(name, 0, value[name], depth + 1);
    else unknown.push(name);
  });
  return { attributes: attributes, text: text };
}

var written = content(${outline.root}, request_body_map || {}, 0);
if (unknown.length > 0) {
  done({ continue: false, response_status_code: 400, response_error_message: 'The request has no member ' + unknown.join(', ') + '.' });
} else {
  done({ request_vendor_body: request_vendor_body.split(' attributes="${contentToken}"').join(written.attributes).split('${contentToken}').join(written.text) });
}
`,
  )
}

/** Answer what is in the body of the envelope, whatever prefixes the vendor uses; what may come again is a list. */
export function responseHook(outline: Outline): HookDefinition {
  const types = outline.types.map(({ members }) =>
    Object.fromEntries(
      members
        .filter(([name, , type, isMany]) => type !== 0 || isMany || name.startsWith('@'))
        .map(([name, , type, isMany]) => [name, [type, isMany]]),
    ),
  )
  return hook(
    'postRequest',
    `// Types of the answer: members as name: [type, comes again], type 0 is text.
var types = ${JSON.stringify(types)};

function local(name) { return name.slice(name.indexOf(':') + 1); }

function member(parent, name) {
  var key = parent && typeof parent === 'object' ? Object.keys(parent).find(function (one) { return local(one) === name; }) : undefined;
  return key === undefined ? undefined : parent[key];
}

function plain(value, number) {
  if (Array.isArray(value)) return value.map(function (one) { return plain(one, number); });
  if (value === null || typeof value !== 'object') return value;
  var type = types[number - 1] || {}, result = {}, isNil = false;
  Object.keys(value).forEach(function (key) {
    if (key[0] === '@' && local(key) === 'nil') isNil = value[key] === 'true' || value[key] === '1';
    if (key[0] === '@' && !type[key]) return;
    var name = key[0] === '@' || key[0] === '#' ? key : local(key), known = type[name] || [0, 0];
    var held = plain(value[key], known[0]);
    result[name] = known[1] && !Array.isArray(held) ? [held] : held;
  });
  var names = Object.keys(result);
  if (isNil) return null;
  if (names.length === 0) return types[number - 1] ? {} : '';
  return names.length === 1 && names[0] === '#text' ? result['#text'] : result;
}

var envelope = member(response_body_raw_map, 'Envelope');
var body = member(envelope, 'Body');
if (response_iserror || body === undefined) {
  done();
} else {
  var key = Object.keys(Object(body)).find(function (one) { return one[0] !== '@' && one[0] !== '#'; });
  var answer = key === undefined || typeof body !== 'object' ? null : plain(body[key], ${outline.root});
  done({ response_body: answer === '' ? null : answer });
}
`,
  )
}

function hook(type: HookDefinition['type'], body: string): HookDefinition {
  return { type, mimeType: 'application/javascript', isLegacy: false, body }
}
