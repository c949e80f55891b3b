import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { text } from '../text/text.ts';
import { IconButton } from '../ui/button.tsx';
import { isTyping, keyName } from '../ui/media.ts';
import { useMoves, useView } from '../view.ts';
import './search-field.css';

/** A letter typed in the list goes on in the search field; Space is the list's own. */
const isLetter = (event: globalThis.KeyboardEvent) =>
  event.key.length === 1 && event.key !== ' ' && event.key !== '?' && !event.ctrlKey && !event.metaKey && !event.altKey;

export function SearchField({ placeholder }: { readonly placeholder: string }) {
  const field = useRef<HTMLInputElement>(null);
  const query = useView((view) => view.query);
  const { lay, search } = useMoves();

  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (document.querySelector('[role=dialog]')) return;
      const slash = event.key === '/' && !isTyping(event.target);
      const typed = isLetter(event) && event.target instanceof Element && event.target.closest('.row-open') !== null;
      if (!slash && !typed) return;
      field.current?.focus();
      if (slash) {
        event.preventDefault();
        field.current?.select();
      }
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (query) search('');
      else document.querySelector<HTMLElement>('.row-open[tabindex="0"]')?.focus();
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      document.querySelector<HTMLElement>('.list .row-open[tabindex="0"]')?.focus();
    }
  };

  return (
    <search className="search-box">
      <div className="search">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          className="search-input"
          type="text"
          aria-label={text.list.search}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => search(event.target.value)}
          onKeyDown={keys}
        />
        {query ? (
          <IconButton
            label={text.list.clear}
            icon={X}
            size={14}
            onClick={() => {
              search('');
              field.current?.focus();
            }}
          />
        ) : (
          <button
            type="button"
            className="key"
            title={text.palette.open}
            aria-label={`${keyName('K')}: ${text.palette.open}`}
            onClick={() => lay({ kind: 'palette' })}
          >
            {keyName('K')}
          </button>
        )}
      </div>
    </search>
  );
}
