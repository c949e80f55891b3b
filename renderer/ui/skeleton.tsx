import './skeleton.css';

export type SkeletonWidth = 'short' | 'middle' | 'long' | 'full';

/** A place where text will stand. Says nothing by itself: what loads is said once, by whoever shows the skeletons. */
export function Skeleton({ width, thin = false }: { readonly width: SkeletonWidth; readonly thin?: boolean }) {
  return <span className="skeleton" data-width={width} data-thin={thin || undefined} aria-hidden />;
}
