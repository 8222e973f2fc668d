import { Router } from '../../core/router.ts'
import type { Operation } from '../call.ts'
import { addCompanies } from './companies.ts'
import { addContacts } from './contacts.ts'
import { addModels } from './custom-fields.ts'
import { addNotes } from './notes.ts'
import { addOpportunities } from './opportunities.ts'
import { addProducts } from './products.ts'
import { addStages } from './stages.ts'
import { addTagCategories } from './tag-categories.ts'
import { addTagging } from './tagging.ts'
import { addTags } from './tags.ts'
import { addTasks } from './tasks.ts'
import { addUsers } from './users.ts'

/** Every operation of REST v2 the sandbox has. Paths are below `/crm/rest/v2`. */
export function createV2Routes(): Router<Operation> {
  const router = new Router<Operation>()
  addContacts(router)
  addNotes(router)
  addCompanies(router)
  addOpportunities(router)
  addStages(router)
  addTasks(router)
  addTags(router)
  addTagCategories(router)
  addTagging(router)
  addUsers(router)
  addProducts(router)
  addModels(router)
  return router
}
