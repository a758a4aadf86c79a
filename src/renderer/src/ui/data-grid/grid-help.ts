/** What the keys of a grid do, for screen readers. */
export function gridHelp({
  canSort,
  canSelect,
  hasGroups
}: {
  readonly canSort: boolean
  readonly canSelect: boolean
  readonly hasGroups: boolean
}): string {
  return [
    'Arrow keys move between cells, Enter opens the row, Control C copies the cell.',
    ...(canSelect ? ['Space selects the row, Shift with up or down arrow several, Control A all, Escape none.'] : []),
    ...(hasGroups ? ['On a group, Enter shows or hides its rows, and Space selects them.'] : []),
    `On a column header, ${canSort ? 'Enter sorts, ' : ''}Shift with left or right arrow changes the width, Alt with left or right arrow moves the column, Delete hides it.`
  ].join(' ')
}
