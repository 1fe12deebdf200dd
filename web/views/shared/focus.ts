/** Whether what had the focus has left the page: it is on nothing, or on the view as a whole, where `Shell` then puts it. */
export const isFocusNowhere = (): boolean =>
  document.activeElement === null ||
  document.activeElement === document.body ||
  document.activeElement.id === 'main'
