type Told = (isSeen: boolean) => void;

const told = new Map<Element, Told>();
let observer: IntersectionObserver | undefined;

/** Tells whether an element is on the screen, each time that this changes. Where the browser cannot say, nothing is told. */
export function watchSeen(element: Element, tell: Told): () => void {
  if (typeof IntersectionObserver === 'undefined') return () => {};
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
  });
  told.set(element, tell);
  observer.observe(element);
  return () => {
    told.delete(element);
    observer?.unobserve(element);
  };
}
