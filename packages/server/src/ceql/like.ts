/** LIKE: `%` any run of characters, `_` exactly one, `\%` and `\_` themselves, upper and lower case alike. */

/** A piece of a pattern. */
type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'run' | 'one' }

const wildcard = /\\([%_\\])|([%_])/g
/** Needles up to this length are searched by the engine's own `includes`, whose worst case is the needle times the text. */
const maxSearchedNeedle = 32

/** Cut a pattern into literal texts and wildcards; runs of `%` are one. Escapes are resolved. */
export function likePieces(pattern: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const addText = (text: string) => {
    const last = pieces.at(-1)
    if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + text }
    else if (text !== '') pieces.push({ kind: 'text', text })
  }
  for (const match of pattern.matchAll(wildcard)) {
    addText(pattern.slice(at, match.index))
    at = match.index + match[0].length
    if (match[1]) addText(match[1])
    else if (match[2] === '_') pieces.push({ kind: 'one' })
    else if (pieces.at(-1)?.kind !== 'run') pieces.push({ kind: 'run' })
  }
  addText(pattern.slice(at))
  return pieces
}

/**
 * Compile a LIKE pattern to a test of a text. Never a regular expression: the time is the text's length times the
 * pattern's length in words of 32 characters, whatever both hold.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const pieces = likePieces(pattern.toLowerCase())
  return simpleTest(pieces) ?? automaton(pieces)
}

// The four shapes that nearly all patterns have.
function simpleTest(pieces: readonly Piece[]): ((text: string) => boolean) | undefined {
  const [first, second, third] = pieces
  if (!first) return (text) => text === ''
  if (pieces.length === 1) {
    if (first.kind === 'text') return (text) => text.toLowerCase() === first.text
    return first.kind === 'run' ? () => true : undefined
  }
  if (pieces.length === 2 && first.kind === 'text' && second?.kind === 'run') {
    return (text) => text.toLowerCase().startsWith(first.text)
  }
  if (first.kind !== 'run' || second?.kind !== 'text') return undefined
  if (pieces.length === 2) return (text) => text.toLowerCase().endsWith(second.text)
  const isSearch =
    pieces.length === 3 && third?.kind === 'run' && second.text.length <= maxSearchedNeedle
  return isSearch ? (text) => text.toLowerCase().includes(second.text) : undefined
}

/** A non-deterministic automaton, a bit a state; state i means that the first i characters of the pattern are matched. */
interface Automaton {
  readonly words: number
  readonly final: number
  /** States that a `%` lets stay. */
  readonly stays: Uint32Array
  /** For a character, the states it moves on from. */
  readonly moves: ReadonlyMap<string, Uint32Array>
  /** The same for characters the pattern does not name. */
  readonly otherMoves: Uint32Array
}

function automaton(pieces: readonly Piece[]): (text: string) => boolean {
  const compiled = compileAutomaton(pieces)
  return (text) => runAutomaton(compiled, text.toLowerCase())
}

function compileAutomaton(pieces: readonly Piece[]): Automaton {
  const steps = pieces.flatMap((piece): (string | undefined)[] =>
    piece.kind === 'text' ? [...piece.text] : piece.kind === 'one' ? [undefined] : [],
  )
  const words = Math.ceil((steps.length + 1) / 32)
  const stays = new Uint32Array(words)
  const otherMoves = new Uint32Array(words)
  steps.forEach((step, state) => {
    if (step === undefined) setBit(otherMoves, state)
  })
  const moves = new Map<string, Uint32Array>()
  steps.forEach((step, state) => {
    if (step === undefined) return
    const known = moves.get(step) ?? otherMoves.slice()
    setBit(known, state)
    moves.set(step, known)
  })
  let state = 0
  for (const piece of pieces) {
    if (piece.kind === 'run') setBit(stays, state)
    else state += piece.kind === 'text' ? [...piece.text].length : 1
  }
  return { words, final: state, stays, moves, otherMoves }
}

function runAutomaton(
  { words, final, stays, moves, otherMoves }: Automaton,
  text: string,
): boolean {
  const states = new Uint32Array(words)
  states[0] = 1
  for (const character of text) {
    const from = moves.get(character) ?? otherMoves
    let carry = 0
    for (let i = 0; i < words; i += 1) {
      const current = states[i] as number
      const moved = current & (from[i] as number)
      states[i] = (moved << 1) | carry | (current & (stays[i] as number))
      carry = moved >>> 31
    }
  }
  return ((states[final >>> 5] as number) & (1 << (final & 31))) !== 0
}

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31))
}
