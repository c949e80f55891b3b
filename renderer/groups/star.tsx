import { Star } from 'lucide-react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import './star.css';

function useStar(id: ResourceKey, name: string) {
  const send = useSend();
  const on = useSession((state) => state.favourites[id] !== undefined);
  const { add, remove } = text.groups.favourites;
  const label = (on ? remove : add)(name);
  return { on, label, toggle: () => void send({ type: 'favourite.set', id, on: !on }) };
}

/** Makes a resource a favourite. */
export function StarButton({ id, name }: { readonly id: ResourceKey; readonly name: string }) {
  const { on, label, toggle } = useStar(id, name);
  return (
    <button
      type="button"
      className="icon-button star"
      aria-label={text.groups.favourites.star(name)}
      aria-pressed={on}
      title={label}
      onClick={toggle}
    >
      <Star size={16} strokeWidth={1.75} fill={on ? 'currentColor' : 'none'} aria-hidden />
    </button>
  );
}

/**
 * The same for the pointer, in a row, seen once it is needed. The keyboard has a key for it, and who listens has the one in
 * the details: a third stop in every row would be one too many.
 */
export function RowStar({ id, name }: { readonly id: ResourceKey; readonly name: string }) {
  const { on, label, toggle } = useStar(id, name);
  return (
    <button
      type="button"
      className="icon-button star"
      data-on={on || undefined}
      aria-hidden
      tabIndex={-1}
      title={label}
      onMouseDown={(event) => event.preventDefault()}
      onClick={toggle}
    >
      <Star size={16} strokeWidth={1.75} fill={on ? 'currentColor' : 'none'} />
    </button>
  );
}
