import type { ReactNode } from 'react';
import { Banners } from '../problems/banners.tsx';
import { text } from '../text/text.ts';
import { useWidth } from '../ui/media.ts';
import { SearchField } from './search-field.tsx';
import './page-header.css';

/**
 * Title, one line about it, search, and what acts on the whole page; below it the trouble that is larger than one row. The
 * compact window has the switcher for a title.
 */
export function PageHeader({
  title,
  about,
  mark,
  search = true,
  children,
}: {
  readonly title: string;
  readonly about: string;
  /** A badge behind the title. */
  readonly mark?: ReactNode;
  /** False where there is nothing to search yet. */
  readonly search?: boolean;
  readonly children?: ReactNode;
}) {
  const compact = useWidth() === 'compact';
  return (
    <>
      <header className="page-header">
        <div className={compact ? 'visually-hidden' : 'page-words'}>
          <h1 className="page-title" title={title}>
            <bdi className="truncate">{title}</bdi>
            {mark}
          </h1>
          <p className="page-about truncate" title={about}>
            {about}
          </p>
        </div>
        {search ? <SearchField placeholder={compact ? text.list.searchLong : text.list.searchShort} /> : null}
        {compact ? null : children}
      </header>
      <Banners />
    </>
  );
}
