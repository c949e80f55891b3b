import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSignOut } from '../account/sign-out.tsx';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { hasCommandKey, keyName } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { type Entry, find, index } from './entries.ts';
import { SOURCES } from './sources.ts';
import './palette.css';

/** Ids of what was run, newest first; for the life of the window. */
const recent: string[] = [];
const MOST_RECENT = 8;

function remember(id: string): void {
  const at = recent.indexOf(id);
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(id);
  recent.length = Math.min(recent.length, MOST_RECENT);
}

const PAGE = 8;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  PageDown: (at, count) => Math.min(at + PAGE, count - 1),
  PageUp: (at) => Math.max(at - PAGE, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function Option({
  entry,
  id,
  active,
  onRun,
  onPoint,
}: {
  readonly entry: Entry;
  readonly id: string;
  readonly active: boolean;
  readonly onRun: (second: boolean) => void;
  readonly onPoint: () => void;
}) {
  const Icon = entry.icon;
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (active) own.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // The keyboard stays in the field, which names the active option.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={own}
      id={id}
      className="palette-option"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <option> holds text alone
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onClick={(event) => onRun(hasCommandKey(event))}
      onPointerMove={active ? undefined : onPoint}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <bdi className="palette-title truncate">{entry.title}</bdi>
      {entry.note ? <bdi className="palette-note truncate">{entry.note}</bdi> : null}
      <span className="palette-kind">{text.palette.kinds[entry.kind]}</span>
    </div>
  );
}

function Foot({ entry }: { readonly entry: Entry | undefined }) {
  return (
    <footer className="palette-foot" aria-hidden>
      <span>
        <kbd className="key">↑</kbd> <kbd className="key">↓</kbd> {text.palette.choose}
      </span>
      <span>
        <kbd className="key">{text.keys.enter}</kbd> {entry?.kind === 'command' ? text.palette.run : text.palette.show}
      </span>
      {entry?.second ? (
        <span>
          <kbd className="key">{keyName(text.keys.enter)}</kbd> {entry.second.label}
        </span>
      ) : null}
    </footer>
  );
}

function NoMatch({ query }: { readonly query: string }) {
  const isUnread = useSession((state) => Object.values(state.projects).some(({ problem }) => problem));
  return (
    <p className="palette-none">
      {text.empty.noMatch(query)}
      {isUnread ? <span className="palette-more">{text.list.mayBeMore}</span> : null}
    </p>
  );
}

/** The field is a combobox whose list is always open: arrows move in the list while the focus stays with the text. */
function Panes({ onClose }: { readonly onClose: () => void }) {
  const list = useId();
  const send = useSend();
  const copy = useSessionCopy();
  const moves = useMoves();
  const signOut = useSignOut();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // What there is does not change while one looks for it; the world below may.
  const [all] = useState(() => {
    const state = copy.read();
    return state ? index(SOURCES.flatMap((source) => source({ state, send, moves, signOut }))) : [];
  });
  // A long list may come a moment after the letter, but never hold it up.
  const sought = useDeferredValue(query);
  const found = useMemo(() => find(all, sought, recent), [all, sought]);
  const field = useRef<HTMLInputElement>(null);
  // At once, so that what is typed right after the key that opens it is not lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const active = found[Math.min(at, found.length - 1)];

  const run = (entry: Entry | undefined, second: boolean) => {
    if (!entry) return;
    remember(entry.id);
    onClose();
    if (second && entry.second) entry.second.run();
    else entry.run();
  };
  const keys = (event: KeyboardEvent) => {
    // While an input method composes, Enter and arrows are its own.
    if (event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    // Home and End are the text's own where there is text.
    const isText = (event.key === 'Home' || event.key === 'End') && query !== '';
    if (event.key === 'Enter') run(sought === query ? active : find(all, query, recent)[0], hasCommandKey(event));
    else if (step && !isText && found.length > 0) setAt(step(Math.min(at, found.length - 1), found.length));
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="palette-field">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          className="palette-input"
          type="text"
          role="combobox"
          aria-label={text.palette.title}
          aria-expanded
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${list}-${found.indexOf(active)}` : undefined}
          placeholder={text.palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above */}
      <div className="palette-list scroll" id={list} role="listbox" aria-label={text.palette.results}>
        {found.map((entry, position) => (
          <Option
            key={entry.id}
            entry={entry}
            id={`${list}-${position}`}
            active={entry === active}
            onRun={(second) => run(entry, second)}
            onPoint={() => setAt(position)}
          />
        ))}
      </div>
      {found.length === 0 ? <NoMatch query={query.trim()} /> : null}
      <output className="visually-hidden">{text.palette.count(found.length)}</output>
      <Foot entry={active} />
    </>
  );
}

export function Palette() {
  const { lay } = useMoves();
  const open = useView((view) => view.over?.kind === 'palette');
  return (
    <Sheet open={open} from="top" label={text.palette.title} onClose={() => lay(undefined)}>
      <Panes onClose={() => lay(undefined)} />
    </Sheet>
  );
}
