/** Draft elements from documents that describe an API. Nothing is stored: the draft is for `POST /elements`. */
import { Type } from 'typebox'
import { type ConvertRequest, type SourceType, sourceTypes } from '../../catalog/convert/convert.ts'
import { decodeDocument, maxDocumentBytes } from '../../catalog/convert/documents.ts'
import { fetchDocument, fetchImports } from '../../catalog/convert/fetch-document.ts'
import { isJsonObject } from '../../catalog/json.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { AnyObject, answers } from '../schemas.ts'

/** A multipart body has a few lines around its file. */
const maxBodyBytes = maxDocumentBytes + 64 * 1024

const Query = Type.Object({
  type: Type.Optional(
    Type.String({ description: `What the document is: ${sourceTypes.join(', ')}` }),
  ),
  hub: Type.Optional(Type.String({ description: 'Hub of the element; default general' })),
  name: Type.Optional(Type.String({ description: 'Its name; default: the title in the document' })),
  key: Type.Optional(Type.String({ description: 'Its key; default: made of the name' })),
  authentication: Type.Optional(
    Type.String({ description: 'The security scheme to use, where the document has several' }),
  ),
  report: Type.Optional(
    Type.String({ description: 'true: answer {element, findings, lint} in place of the element' }),
  ),
})

export function elementConvertRoutes(app: HttpApp, deps: HttpDependencies): void {
  // The document itself is the body, in whatever media type: this route reads bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    convertRoute(scope as HttpApp, deps)
  })
}

function convertRoute(app: HttpApp, { http, converter }: HttpDependencies): void {
  app.post(
    '/elements/convert',
    {
      bodyLimit: maxBodyBytes,
      schema: {
        summary: 'A draft element from a document that describes an API',
        description:
          'The body is the document, a multipart form with the document as its file, or {"url": "…"}. Nothing is stored. The header Elements-Convert-Findings counts what could not be carried over; report=true answers it.',
        tags: ['Elements'],
        querystring: Query,
        response: answers(AnyObject),
      },
    },
    async ({ query, body, headers }, reply) => {
      const type = readType(query.type)
      const source = await readSource(http, body, headers['content-type'])
      const imports =
        type === 'soap' && source.location !== undefined
          ? await fetchImports(http, source.text, source.location)
          : undefined
      const { hub, name, key, authentication } = query
      const request: ConvertRequest = { type, ...source, imports, hub, name, key, authentication }
      const { element, findings, lint } = await converter.convert(request)
      reply.header('elements-convert-findings', String(findings.length))
      return booleanParameter(query, 'report') === true
        ? { element, findings, lint }
        : { ...element }
    },
  )
}

function readType(text: string | undefined): SourceType {
  const word = text?.trim().toLowerCase()
  const type = word === 'wsdl' ? 'soap' : sourceTypes.find((one) => one === word)
  if (type) return type
  const problem = text ? `'${text.slice(0, 40)}' is none` : 'is missing'
  throw new ValenceError(
    'invalid_request',
    `The query parameter 'type' ${problem} of ${sourceTypes.join(', ')}.`,
  )
}

type Source = Pick<ConvertRequest, 'text' | 'location'>

async function readSource(
  http: HttpDependencies['http'],
  body: unknown,
  contentType: string | undefined,
): Promise<Source> {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw new ValenceError('invalid_request', howToSend)
  if (contentType?.toLowerCase().startsWith('multipart/form-data')) {
    return { text: decodeDocument(await fileOf(body, contentType)) }
  }
  const text = decodeDocument(body)
  const url = urlOf(text)
  return url === undefined ? { text } : { text: await fetchDocument(http, url), location: url }
}

const howToSend =
  'There is no document. Send it as the body, as the file of a multipart form, or as {"url": "…"} to have it fetched.'

/** The first file of the form, or its first field when a client sends the document as one. */
async function fileOf(body: Buffer, contentType: string): Promise<Buffer> {
  const form = await readForm(body, contentType)
  const entries = [...form.values()]
  const file = entries.find((entry) => typeof entry !== 'string') ?? entries[0]
  if (file === undefined) throw new ValenceError('invalid_request', howToSend)
  return typeof file === 'string' ? Buffer.from(file) : Buffer.from(await file.arrayBuffer())
}

async function readForm(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData()
  } catch (error) {
    throw new ValenceError('invalid_request', 'The multipart form of the body is broken.', {
      cause: error,
    })
  }
}

const longestOrder = 10_000

/** `{"url": "…"}` and nothing that a document would have. */
function urlOf(text: string): string | undefined {
  if (text.length > longestOrder || !/^\s*\{/.test(text)) return undefined
  try {
    const order: unknown = JSON.parse(text)
    const isOrder = isJsonObject(order) && Object.keys(order).length === 1
    return isOrder && typeof order.url === 'string' ? order.url : undefined
  } catch {
    return undefined
  }
}
