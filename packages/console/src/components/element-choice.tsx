import { Text, UnstyledButton } from '@mantine/core'
import type { ConnectElement } from '@valence/sdk'
import classes from './element-choice.module.css'
import { ElementLogo } from './element-logo.tsx'

/** The elements of a connect link, when there are several. */
export function ElementChoice({
  elements,
  onChoose,
}: {
  readonly elements: readonly ConnectElement[]
  readonly onChoose: (element: ConnectElement) => void
}) {
  return (
    <ul className={classes.choices}>
      {elements.map((element) => (
        <li key={element.key}>
          <UnstyledButton className={classes.choice} onClick={() => onChoose(element)}>
            <ElementLogo elementKey={element.key} size={32} />
            <span>
              {element.name}
              <Text size="sm" c="dimmed" lineClamp={2}>
                {element.description}
              </Text>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
