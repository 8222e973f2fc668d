/** Tags of a form's text: separated by commas, each once. */
export function readTags(value: FormDataEntryValue | null): string[] {
  const texts = String(value ?? '')
    .split(',')
    .map((tag) => tag.trim())
  return [...new Set(texts.filter((tag) => tag !== ''))]
}
