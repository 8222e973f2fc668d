import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Log, silentLog } from '../lib/log.ts'
import { migrate, migrationsDir, readMigrations } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

describe('migrate', () => {
  let dir: string
  let database: TestDatabase

  beforeEach(async () => {
    database = await createTestDatabase()
    dir = await mkdtemp(join(tmpdir(), 'valence-migrations-'))
    for (const { name, sql } of await readMigrations()) await writeFile(join(dir, name), sql)
  })
  afterEach(async () => {
    await database.drop()
    await rm(dir, { recursive: true })
  })

  const run = (log: Log = silentLog) =>
    migrate({ connectionString: database.connectionString, dir, log })
  async function add(sql: string, name = 'next'): Promise<string> {
    const number = String((await readMigrations(dir)).length + 1).padStart(4, '0')
    await writeFile(join(dir, `${number}-${name}.sql`), sql)
    return `${number}-${name}.sql`
  }
  async function query(sql: string) {
    const client = new pg.Client({ connectionString: database.connectionString })
    await client.connect()
    const { rows } = await client.query(sql).finally(() => client.end())
    return rows as readonly Record<string, unknown>[]
  }

  it('applies what is new, once, and says what', async () => {
    const name = await add('create table t (a int)')

    expect(await run()).toEqual([name])
    expect(await run()).toEqual([])

    expect(await query('select count(*)::int as count from t')).toEqual([{ count: 0 }])
  })

  it('applies it once when several processes start at the same moment', async () => {
    const name = await add('create table t (a int); select pg_sleep(0.1)')

    const applied = await Promise.all(Array.from({ length: 5 }, () => run()))

    expect(applied.flat()).toEqual([name])
  })

  it('leaves nothing of a file that fails, and applies it when it is mended', async () => {
    const name = await add('create table t (a int); select 1/0')

    await expect(run()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(new RegExp(`${name}.*division by zero`)),
    })
    expect(await query(`select to_regclass('t') as t`)).toEqual([{ t: null }])

    await writeFile(join(dir, name), 'create table t (a int)')
    expect(await run()).toEqual([name])
  })

  it('refuses a database that is newer than the code, and changes nothing', async () => {
    const name = await add('create table t (a int)')
    await run()
    await rm(join(dir, name))

    await expect(run()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(name),
    })
  })

  it('refuses an applied file that was changed, but not one with other line ends', async () => {
    const name = await add('create table t (\n  a int\n)')
    await run()

    await writeFile(join(dir, name), 'create table t (\r\n  a int\r\n)')
    await expect(run()).resolves.toEqual([])

    await writeFile(join(dir, name), 'create table t (\n  b int\n)')
    await expect(run()).rejects.toThrow(/another text/)
  })

  it('warns before a breaking migration', async () => {
    const warnings: object[] = []
    const name = await add('-- breaking\ndrop table session', 'drop-sessions')

    await run({ ...silentLog, warn: (fields) => warnings.push(fields) })

    expect(warnings).toEqual([{ migration: name }])
  })

  it('refuses a folder with a gap or a name it does not know', async () => {
    await writeFile(join(dir, '0009-late.sql'), 'select 1')
    await expect(run()).rejects.toThrow(/0009-late.sql should be called/)
  })

  it('gives the account with the id 1, which clients take for the vendor, another id', async () => {
    await query('drop schema public cascade; create schema public')
    for (const { name } of await readMigrations()) {
      if (name >= '0004') await rm(join(dir, name))
    }
    await run()
    await query(`
      insert into organization (id, name, secret_hash, sealed_secret) values (1, 'o', 'h', 's');
      insert into account (organization_id, name, description, external_id, default_account)
        values (1, 'Default', 'd', 'default', true), (1, 'Other', 'd', 'other', false);
      insert into app_user (id, organization_id, account_id, email, first_name, last_name, roles,
        password_hash, secret_hash, sealed_secret) values (1, 1, 1, 'e', 'a', 'b', '{}', 'p', 'h', 's')`)
    for (const { name, sql } of await readMigrations()) await writeFile(join(dir, name), sql)

    await run()

    const accounts = await query(
      'select id, external_id, default_account from account order by external_id',
    )
    const id = Number(accounts[0]?.['id'])
    expect(id).toBeGreaterThanOrEqual(100)
    expect(accounts).toEqual([
      { id, external_id: 'default', default_account: true },
      { id: 2, external_id: 'other', default_account: false },
    ])
    expect(await query('select account_id from app_user')).toEqual([{ account_id: id }])
  })

  it('comes with migrations that end in a line feed and never drop what another version reads unmarked', async () => {
    for (const { name, sql, isBreaking } of await readMigrations()) {
      expect(await readFile(join(migrationsDir, name), 'utf8')).toMatch(/\n$/)
      const removes = /\b(drop (table|column)|rename (to|column))\b/i.test(sql)
      expect({ name, unmarked: removes && !isBreaking }).toEqual({ name, unmarked: false })
    }
  })
})
