/** What people see of an element: its notes and its logo. Public, like the catalogue. */
import type { ElementLogo } from '../../catalog/catalogue.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { initialsLogo } from '../presenters/initials-logo.ts'
import { answersFile, ElementParams, notFound } from '../schemas.ts'
import { elementOf } from './known-elements.ts'

const CACHE_SECONDS = 3_600

export function elementPageRoutes(app: HttpApp, { elements }: HttpDependencies): void {
  app.get(
    '/elements/:keyOrId/readme',
    {
      schema: {
        summary: 'The notes of an element for people, Markdown',
        tags: ['Elements'],
        params: ElementParams,
        response: answersFile('text/markdown', 'Markdown'),
      },
    },
    async (request, reply) => {
      const { keyOrId } = request.params
      const { readme } = await elementOf(elements, request, keyOrId)
      if (readme === undefined) throw notFound('README of the element', keyOrId)
      return reply.type('text/markdown; charset=utf-8').send(readme)
    },
  )

  app.get(
    '/elements/:keyOrId/logo',
    {
      schema: {
        summary: "The element's logo, or its initials where it has none",
        tags: ['Elements'],
        params: ElementParams,
        response: answersFile('image/svg+xml', 'An SVG or PNG image'),
      },
    },
    async (request, reply) => {
      const element = await elementOf(elements, request, request.params.keyOrId)
      const { logo, definition, isPrivate } = element
      const { mediaType, bytes } = logo ?? generated(definition.name)
      reply.headers({
        'cache-control': `${isPrivate ? 'private' : 'public'}, max-age=${CACHE_SECONDS}`,
        vary: 'authorization, cookie, origin',
        // Opened by itself, an SVG is a page: it must not run anything here.
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      return reply.type(mediaType).send(bytes)
    },
  )
}

function generated(name: string): ElementLogo {
  return { mediaType: 'image/svg+xml', bytes: Buffer.from(initialsLogo(name)) }
}
