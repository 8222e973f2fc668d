/** A multipart form on its way through: text fields are read, files stream. */
import type { Readable } from 'node:stream'

/** A file of an upload. */
export interface UploadedFile {
  /** Name of the form field. */
  readonly name: string
  readonly fileName: string
  readonly contentType: string
  /** Must be read to its end, or destroyed, before the next part comes. */
  readonly content: Readable
}

/** A text field that comes after the first file. */
export interface LateField {
  readonly name: string
  readonly value: string
}

export type UploadPart = UploadedFile | LateField

/** Is this part a file? */
export function isFile(part: UploadPart): part is UploadedFile {
  return 'content' in part
}

/**
 * An inbound `multipart/form-data` body, read up to its first file. Nothing after that is read before somebody asks for it,
 * so a file of any size passes through a few kilobytes of memory.
 */
export class Upload {
  /** Text fields before the first file. */
  readonly fields: Readonly<Record<string, string>>
  /** Field name of the first file; `undefined` when there is none. */
  readonly firstFile: string | undefined
  /** The first file and everything after it; can be walked once. Throws what broke the upload. */
  readonly parts: AsyncIterable<UploadPart>
  /** Let go of what was not read. */
  readonly release: () => void

  constructor(upload: {
    fields: Readonly<Record<string, string>>
    firstFile: string | undefined
    parts: AsyncIterable<UploadPart>
    release: () => void
  }) {
    this.fields = upload.fields
    this.firstFile = upload.firstFile
    this.parts = upload.parts
    this.release = upload.release
  }
}
