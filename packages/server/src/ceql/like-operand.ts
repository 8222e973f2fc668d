import { likePieces } from './like.ts'

/** What a LIKE becomes at a vendor that can only search for a beginning or for a part. */
export interface LikeOperand {
  readonly text: string
  /** The vendor's answer is exactly what the pattern means; otherwise it is wider and must be filtered again. */
  readonly isExact: boolean
  /** The pattern has no wildcard at all. */
  readonly isWhole: boolean
}

/**
 * The beginning a pattern demands: `jo%` gives `jo`, exactly; `jo%n` gives `jo`, and wider.
 *
 * @returns `undefined` when the pattern begins with a wildcard.
 */
export function startOfPattern(pattern: string): LikeOperand | undefined {
  const [first, second, ...others] = likePieces(pattern)
  if (first?.kind !== 'text') return undefined
  const isExact = second === undefined || (second.kind === 'run' && others.length === 0)
  return { text: first.text, isExact, isWhole: second === undefined }
}

/**
 * The longest text a pattern demands somewhere: `%jo%` gives `jo`, exactly; `jo%` gives `jo`, and wider.
 *
 * @returns `undefined` when the pattern is wildcards only.
 */
export function partOfPattern(pattern: string): LikeOperand | undefined {
  const pieces = likePieces(pattern)
  const texts = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
  const text = texts.reduce((longest, next) => (next.length > longest.length ? next : longest), '')
  if (text === '') return undefined
  const isExact =
    pieces.length === 3 &&
    pieces[0]?.kind === 'run' &&
    pieces[1]?.kind === 'text' &&
    pieces[2]?.kind === 'run'
  return { text, isExact, isWhole: false }
}
