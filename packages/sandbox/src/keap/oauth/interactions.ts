import type { IncomingMessage, ServerResponse } from 'node:http'
import type { InteractionResults, Provider } from 'oidc-provider'
import { readBody, sendHtml } from '../../core/messages.ts'
import { accountIdOf, findLogin, type Login } from '../logins.ts'
import { choosePage, consentPage, errorPage, signInPage } from './pages.ts'
import { SessionNotFound } from './provider.ts'

// One interaction, three pages: sign in -> choose the app (when the login reaches several) -> allow or deny. How far
// it came is kept in the interaction itself, under `progress`; only the last page resumes the authorisation.

interface Progress {
  readonly username: string
  readonly app?: string
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** Answer a request for one of the pages, or the form of one. */
export async function handleInteraction(
  request: IncomingMessage,
  response: ServerResponse,
  provider: Provider,
  logins: readonly Login[],
): Promise<void> {
  const steps = new InteractionSteps(request, response, provider, logins)
  try {
    const interaction = await provider.interactionDetails(request, response)
    if (request.method === 'POST') await steps.submit(interaction)
    else steps.show(interaction)
  } catch (error) {
    if (!(error instanceof SessionNotFound)) throw error
    sendHtml(response, 400, errorPage(error.error, 'This page has expired. Start again.'))
  }
}

class InteractionSteps {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #provider: Provider
  readonly #logins: readonly Login[]

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    provider: Provider,
    logins: readonly Login[],
  ) {
    this.#request = request
    this.#response = response
    this.#provider = provider
    this.#logins = logins
  }

  /** The page for as far as the interaction came. */
  show(interaction: Interaction): void {
    const progress = progressOf(interaction)
    const login = this.#loginOf(progress)
    if (progress === undefined || login === undefined) {
      sendHtml(this.#response, 200, signInPage(false))
    } else if (progress.app === undefined) {
      sendHtml(this.#response, 200, choosePage(Object.keys(login.apps)))
    } else {
      sendHtml(this.#response, 200, consentPage(String(interaction.params.client_id), progress.app))
    }
  }

  /** Take a form. */
  async submit(interaction: Interaction): Promise<void> {
    const form = new URLSearchParams(await readBody(this.#request))
    const progress = progressOf(interaction)
    const login = this.#loginOf(progress)
    const step = form.get('step')
    if (step === 'sign-in') return this.#signIn(form)
    if (step === 'choose' && login !== undefined) return this.#choose(form, login)
    if (step === 'consent' && login !== undefined && progress?.app !== undefined) {
      return this.#decide(form, interaction, login, progress.app)
    }
    this.show(interaction)
  }

  async #signIn(form: URLSearchParams): Promise<void> {
    const username = form.get('username') ?? ''
    const login = findLogin(this.#logins, username, form.get('password') ?? '')
    if (login === undefined) return sendHtml(this.#response, 401, signInPage(true, username))
    const [only, ...others] = Object.keys(login.apps)
    const app = others.length === 0 && only !== undefined ? { app: only } : {}
    await this.#advance({ username: login.username, ...app })
  }

  async #choose(form: URLSearchParams, login: Login): Promise<void> {
    const app = form.get('app') ?? ''
    if (!Object.hasOwn(login.apps, app)) {
      return sendHtml(this.#response, 400, choosePage(Object.keys(login.apps)))
    }
    await this.#advance({ username: login.username, app })
  }

  async #decide(
    form: URLSearchParams,
    interaction: Interaction,
    login: Login,
    app: string,
  ): Promise<void> {
    const decision = form.get('decision')
    const userId = login.apps[app]
    if (userId === undefined || (decision !== 'allow' && decision !== 'deny')) {
      return this.show(interaction)
    }
    const accountId = accountIdOf({ app, userId })
    const result =
      decision === 'deny'
        ? // That the vendor says `access_denied` is assumed.
          { error: 'access_denied', error_description: 'The user denied access' }
        : await this.#grant(accountId, String(interaction.params.client_id))
    await this.#provider.interactionFinished(this.#request, this.#response, result)
  }

  async #grant(accountId: string, clientId: string): Promise<InteractionResults> {
    const grant = new this.#provider.Grant({ accountId, clientId })
    grant.addOIDCScope('full')
    const grantId = await grant.save()
    return { login: { accountId, remember: false }, consent: { grantId } }
  }

  async #advance(progress: Progress): Promise<void> {
    await this.#provider.interactionResult(this.#request, this.#response, { progress })
    this.#response.writeHead(303, { location: this.#request.url ?? '/' })
    this.#response.end()
  }

  #loginOf(progress: Progress | undefined): Login | undefined {
    return this.#logins.find(({ username }) => username === progress?.username)
  }
}

function progressOf({ result }: Interaction): Progress | undefined {
  return result?.progress as Progress | undefined
}
