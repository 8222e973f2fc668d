/** Making elements: import, full replace, deletion, switching, copies, and the compatibility report. */
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { JsonObject } from '../../catalog/json.ts'
import { lintElement } from '../../catalog/lint.ts'
import { presentElement } from '../../catalog/present.ts'
import type { KnownElement } from '../../runtime/elements/elements-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { ElementSchema } from '../presenters/element-schema.ts'
import { answers, answersNothing, ElementParams } from '../schemas.ts'
import { elementOf } from './known-elements.ts'

/** How many lines the compatibility report of the element in the answer has. */
export const FINDINGS_HEADER = 'elements-findings-count'

const tags = ['Building elements']

const ElementBody = Type.Object(
  {
    hookFiles: Type.Optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description: 'Bodies of hooks kept in files: path beside element.json -> text',
        },
      ),
    ),
  },
  { additionalProperties: true, description: 'An exported element' },
)

export function elementBuildingRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { elementBuilder } = deps

  app.post(
    '/elements',
    {
      schema: {
        summary:
          'Import an element: it belongs to the caller’s account, and the organization uses it',
        description:
          'The answer has no report, because clients refuse members they don’t know: Elements-Findings-Count says how many findings GET /elements/{keyOrId}/validate gives.',
        tags,
        body: ElementBody,
        response: answers(ElementSchema),
      },
    },
    async (request, reply) =>
      sendElement(reply, await elementBuilder.create(callerOf(request), request.body)),
  )

  app.put(
    '/elements/:keyOrId',
    {
      schema: {
        summary: 'Replace an element of the organization',
        description:
          'Parts that are the same as before keep their ids; ids in the body are ignored.',
        tags,
        params: ElementParams,
        body: ElementBody,
        response: answers(ElementSchema),
      },
    },
    async (request, reply) => {
      const { keyOrId } = request.params
      return sendElement(
        reply,
        await elementBuilder.replace(callerOf(request), keyOrId, request.body),
      )
    },
  )

  app.delete(
    '/elements/:keyOrId',
    {
      schema: {
        summary: 'Delete an element of the organization; 409 while instances of it exist',
        tags,
        params: ElementParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await elementBuilder.delete(callerOf(request), request.params.keyOrId)
      return reply.send(undefined)
    },
  )

  app.post(
    '/elements/:keyOrId/clone',
    {
      schema: {
        summary: 'Copy an element: the copy is private, without secrets and with a key of its own',
        tags,
        params: ElementParams,
        response: answers(ElementSchema),
      },
    },
    async (request, reply) =>
      sendElement(reply, await elementBuilder.clone(callerOf(request), request.params.keyOrId)),
  )
  activeRoutes(app, deps)
}

function activeRoutes(app: HttpApp, { elementBuilder }: HttpDependencies): void {
  for (const [method, active] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/elements/:keyOrId/active',
      schema: {
        summary: active
          ? 'Switch an element on'
          : 'Switch an element off: its instances stay, no more can be made',
        tags,
        params: ElementParams,
        response: answersNothing,
      },
      handler: async (request, reply) => {
        await elementBuilder.setActive(callerOf(request), request.params.keyOrId, active)
        return reply.send(undefined)
      },
    })
  }
}

/** The report of any element that the caller sees. */
export function elementReportRoutes(app: HttpApp, { elements }: HttpDependencies): void {
  app.get(
    '/elements/:keyOrId/validate',
    {
      schema: {
        summary: 'The compatibility report of an element',
        tags,
        params: ElementParams,
        response: answers(ReportSchema),
      },
    },
    async (request, reply) => {
      const { definition } = await elementOf(elements, request, request.params.keyOrId)
      const findings = lintElement(definition)
      reply.header(FINDINGS_HEADER, String(findings.length))
      const count = (severity: string) =>
        findings.filter((finding) => finding.severity === severity).length
      return {
        elementId: definition.id,
        elementKey: definition.key,
        errors: count('error'),
        warnings: count('warning'),
        infos: count('info'),
        findings: [...findings],
      }
    },
  )
}

const ReportSchema = Type.Object(
  {
    elementId: Type.Integer(),
    elementKey: Type.String(),
    errors: Type.Integer({ description: 'Findings that keep the named part from working' }),
    warnings: Type.Integer(),
    infos: Type.Integer(),
    findings: Type.Array(
      Type.Object({
        severity: Type.String({ description: 'error, warning or info' }),
        place: Type.String({ description: 'JSON pointer into the element (RFC 6901)' }),
        message: Type.String(),
      }),
    ),
  },
  { title: 'ElementReport' },
)

function sendElement(reply: FastifyReply, { definition }: KnownElement): JsonObject {
  reply.header(FINDINGS_HEADER, String(lintElement(definition).length))
  return presentElement(definition)
}
