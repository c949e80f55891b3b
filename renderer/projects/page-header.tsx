import type { ReactNode } from 'react';
import { text } from '../text/en.ts';
import { useWidth } from '../ui/media.ts';
import { SearchField } from './search-field.tsx';
import './page-header.css';

/** Title, one line about it, search, and what acts on the whole page. The compact window has the switcher for a title. */
export function PageHeader({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: string;
  readonly children?: ReactNode;
}) {
  const compact = useWidth() === 'compact';
  return (
    <header className="page-header">
      <div className={compact ? 'visually-hidden' : 'page-words'}>
        <h1 className="page-title truncate" title={title}>
          <bdi>{title}</bdi>
        </h1>
        <p className="page-about truncate" title={about}>
          {about}
        </p>
      </div>
      <SearchField placeholder={text.list.searchShort} />
      {compact ? null : children}
    </header>
  );
}
