/**
 * Writes `openapi.ts` from docs/reference/openapi.json. Run it when that page has changed:
 * `node packages/sdk/src/generate.ts && npx biome check --write packages/sdk`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateTypes } from './generated-types.ts'

const root = join(import.meta.dirname, '../../..')
const document = JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8'))
writeFileSync(join(import.meta.dirname, 'openapi.ts'), generateTypes(document, '/elements/api-v2'))
