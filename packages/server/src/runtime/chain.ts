/**
 * chain: `nextResource` runs after the current one, with the same inbound call and the previous answer at hand; the last
 * answer is the caller's. @see reference/element-format.md, section 3.10
 */
import { ValenceError } from '../lib/errors.ts'
import type { Engine, Stage } from './engine.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { isErrorStatus } from './hook-scope.ts'

const maxHops = 5

/** @param run - The pipeline itself, handed in because it contains this stage. */
export function chainWith(run: (exchange: Exchange, engine: Engine) => Promise<void>): Stage {
  return (exchange, engine) => {
    const target = nextOf(exchange)
    if (!target || isErrorStatus(exchange.reply.status)) return
    if (exchange.hops >= maxHops) throw tooLong(exchange)
    const next = following(exchange, target)
    return run(next, engine).then(() => adopt(exchange, next))
  }
}

function tooLong({ plan, resource }: Exchange): ValenceError {
  return new ValenceError(
    'invalid_request',
    `${plan.name} chains more than ${maxHops} resources, up to ${resource.path}.`,
  )
}

// A chain that leads nowhere is the author's slip that lint reports; the call itself has been answered.
function nextOf({ resource, plan }: Exchange) {
  return (
    resource.nextResource && plan.find(resource.nextResource.method, resource.nextResource.path)
  )
}

function following(exchange: Exchange, resource: Exchange['resource']): Exchange {
  return startExchange({
    resource,
    variables: exchange.variables,
    inbound: exchange.inbound,
    requestId: exchange.requestId,
    live: exchange.live,
    page: exchange.page,
    where: exchange.where,
    previous: { body: exchange.reply.body, headers: Object.fromEntries(exchange.reply.headers) },
    hops: exchange.hops + 1,
  })
}

/** The next one's answer is finished: `isReplaced` keeps this one's own mapping off it. */
function adopt(exchange: Exchange, next: Exchange): void {
  exchange.live = next.live
  exchange.nextPage = next.nextPage
  Object.assign(exchange.reply, next.reply, { isReplaced: true })
}
