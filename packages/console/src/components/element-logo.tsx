import { BASE_PATH } from '@valence/sdk'

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
      src={`${BASE_PATH}/elements/${encodeURIComponent(elementKey)}/logo`}
      width={size}
      height={size}
      alt=""
    />
  )
}
