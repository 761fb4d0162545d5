/** A place that takes the body takes the keyboard too, so that its keys work at once. Used as a `ref`. */
export function focusPlace(place: HTMLElement | null): void {
  if (place !== null && !place.contains(document.activeElement)) place.focus()
}
