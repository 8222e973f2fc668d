/** Text on a background of any colour. */

/**
 * White or black: whichever can be read on the colour. One of them always has a contrast of at least 4.5.
 *
 * @param color - `#rgb` or `#rrggbb`.
 * @see WCAG 2.2, contrast ratio and relative luminance
 */
export function readableOn(color: string): '#ffffff' | '#000000' {
  const light = luminance(color)
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000'
}

function luminance(color: string): number {
  const digits = color.slice(1)
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : pairsOf(digits)
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) =>
    linear(Number.parseInt(pair, 16) / 255),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function pairsOf(digits: string): string[] {
  return digits.match(/../g) ?? []
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
