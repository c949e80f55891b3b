import { Anchor } from 'lucide-react';
import { firstLetters } from '../ui/letters.ts';
import './brand.css';

/** The app's sign. */
export function Brand() {
  return (
    <span className="brand">
      <Anchor size={32} strokeWidth={1.75} aria-hidden />
    </span>
  );
}

/** An account's first letter on the brand's ground. */
export function Avatar({ name }: { readonly name: string }) {
  return (
    <span className="avatar" aria-hidden>
      {firstLetters(name, 1) || '?'}
    </span>
  );
}
