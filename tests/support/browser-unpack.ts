/**
 * Run as a program, with TMPDIR set: unpacks the Chromium of the npm package `@sparticuz/chromium` there, with the
 * libraries and the font it brings. The package knows no other way to be told where to.
 */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium, { inflate } from '@sparticuz/chromium'

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin')

await chromium.executablePath()
await inflate(join(packed, 'al2023.tar.br'))
