/** The element's logo, or its initials. It says nothing beside the name. */
export function ElementLogo({
  elementKey,
  size = 40,
}: {
  readonly elementKey: string
  readonly size?: number
}) {
  return (
    <img
      src={`/elements/api-v2/elements/${encodeURIComponent(elementKey)}/logo`}
      width={size}
      height={size}
      alt=""
    />
  )
}
