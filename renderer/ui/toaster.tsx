import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { IconButton } from './button.tsx';
import { text } from '../text/text.ts';
import './toaster.css';

type Toast = {
  readonly tone: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
};
type Shown = Toast & { readonly id: number };

type Toasts = {
  readonly add: (toast: Toast) => void;
  readonly remove: (id: number) => void;
  readonly read: () => readonly Shown[];
  readonly subscribe: (changed: () => void) => () => void;
};

const MOST = 3;

/** Passing messages, newest last, at most three. The same message again does not stack up. */
export function makeToasts(): Toasts {
  let shown: readonly Shown[] = [];
  let lastId = 0;
  const watchers = new Set<() => void>();
  const set = (next: readonly Shown[]) => {
    shown = next;
    for (const changed of watchers) changed();
  };
  return {
    add(toast) {
      lastId += 1;
      const others = shown.filter((each) => each.title !== toast.title || each.text !== toast.text);
      set([...others, { ...toast, id: lastId }].slice(-MOST));
    },
    remove: (id) => set(shown.filter((each) => each.id !== id)),
    read: () => shown,
    subscribe(changed) {
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
      };
    },
  };
}

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert };
const SHOWN_MS = 8000;

/** Leaves by itself, but not while pointed at or focused: nobody loses a sentence while reading it. */
function ToastCard({ toast, onLeave }: { readonly toast: Shown; readonly onLeave: () => void }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onLeave, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, onLeave]);
  const Icon = ICONS[toast.tone];
  return (
    <div
      className="toast"
      role={toast.tone === 'error' ? 'alert' : 'status'}
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className="toast-icon" size={16} strokeWidth={2} aria-hidden />
      <div className="toast-words">
        <p className="toast-title">{toast.title}</p>
        <p className="toast-text selectable">{toast.text}</p>
      </div>
      <IconButton label={text.ui.dismiss} icon={X} size={14} onClick={onLeave} />
    </div>
  );
}

/** A live region as a whole: a dialog hides everything else of the page from assistive technology, but not those. */
export function Toaster({ toasts, label }: { readonly toasts: Toasts; readonly label: string }) {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.read);
  return (
    <section className="toaster" aria-label={label} aria-live="polite">
      {shown.map((toast) => (
        <ToastEntry key={toast.id} toast={toast} toasts={toasts} />
      ))}
    </section>
  );
}

function ToastEntry({ toast, toasts }: { readonly toast: Shown; readonly toasts: Toasts }) {
  const [leave] = useState(() => () => toasts.remove(toast.id));
  return <ToastCard toast={toast} onLeave={leave} />;
}
