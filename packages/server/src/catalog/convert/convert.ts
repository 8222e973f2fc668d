/**
 * Documents that describe an API -> a draft element. Nothing is stored and nothing is fetched: what a document refers to
 * outside itself is named in the findings.
 */
import { ValenceError } from '../../lib/errors.ts'
import type { Finding } from '../finding.ts'
import type { ElementDefinition } from '../format.ts'
import { lintElement } from '../lint.ts'
import { normaliseElement } from '../normalise.ts'
import type { ApiDescription } from './description.ts'
import { maxDocumentBytes, parseJson, parseJsonOrYaml } from './documents.ts'
import { type DraftOptions, draftElement } from './draft-element.ts'
import { readOData } from './odata/odata.ts'
import { readOpenApi } from './openapi/openapi.ts'
import { readPostman } from './postman/postman.ts'
import { createReport, type Report } from './report.ts'
import { readWsdl } from './soap/wsdl.ts'

/** What can be converted; `swagger` and `openapi` are one format, and a document says itself which version it is. */
export const sourceTypes = ['swagger', 'openapi', 'soap', 'odata', 'postman'] as const

/** One of them. */
export type SourceType = (typeof sourceTypes)[number]

/** What to convert, and how. */
export interface ConvertRequest extends DraftOptions {
  readonly type: SourceType
  readonly text: string
  /** Where the document came from. */
  readonly location?: string | undefined
  /** Documents that this one imports, by address; for WSDL. */
  readonly imports?: Readonly<Record<string, string>> | undefined
  /** Name of the security scheme to use, where the document offers several. */
  readonly authentication?: string | undefined
}

/** A draft and what is to be known of it. */
export interface Conversion {
  readonly element: ElementDefinition
  /** What could not be carried over, with places in the document. */
  readonly findings: readonly Finding[]
  /** What `lint` says of the draft, with places in the element. */
  readonly lint: readonly Finding[]
}

const readers: Readonly<
  Record<SourceType, (request: ConvertRequest, report: Report) => ApiDescription>
> = {
  swagger: (request, report) => readOpenApi(parseJsonOrYaml(request.text), request, report),
  openapi: (request, report) => readOpenApi(parseJsonOrYaml(request.text), request, report),
  soap: (request, report) => readWsdl(request.text, request, report),
  odata: (request, report) => readOData(request.text, request, report),
  postman: (request, report) => readPostman(parseJson(request.text), report),
}

/**
 * Convert a document. Hostile ones can be slow: the server runs this in a thread of its own (`in-thread.ts`).
 *
 * @throws {ValenceError} `invalid_request`: the document is not what its type says, or can't be read.
 */
export function convertDocument(request: ConvertRequest): Conversion {
  if (Buffer.byteLength(request.text) > maxDocumentBytes) {
    throw new ValenceError(
      'payload_too_large',
      `The document is larger than ${maxDocumentBytes} bytes.`,
    )
  }
  const report = createReport()
  const description = readers[request.type](request, report)
  const element = normaliseElement(draftElement(description, request, report))
  return { element, findings: report.findings(), lint: lintElement(element) }
}
