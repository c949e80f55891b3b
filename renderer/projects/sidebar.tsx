import { Box, History, type LucideIcon, Radio, Settings, TriangleAlert } from 'lucide-react';
import { type RefObject, useCallback, useRef, useState } from 'react';
import type { ProjectKey } from '../../electron/contract/catalog.ts';
import { summarise } from '../../electron/contract/status.ts';
import { AccountMenu } from '../account/account-menu.tsx';
import { ProjectProductionBadge } from '../groups/production.tsx';
import { FavouritesItem, ProfilesNav } from '../groups/sidebar-groups.tsx';
import { HostnamesFoot } from '../hostnames/foot.tsx';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { arrowKeys, STOP } from '../ui/arrow-keys.ts';
import { Count } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { firstLetters } from '../ui/letters.ts';
import { useWidth } from '../ui/media.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWindowed } from '../ui/windowed.ts';
import { type Page, useAccountId, useMoves, usePage } from '../view.ts';
import { useKnowledge } from './knowledge.ts';
import { useLiveCount } from './live-counts.ts';
import { useProjectGroups, type ProjectGroup } from './project-groups.ts';
import './sidebar.css';

/** Two letters that tell projects apart where the rail has no room for their names. */
function monogram(name: string): string {
  const [first = '?', second] = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return second === undefined ? firstLetters(first, 2) : firstLetters(first, 1) + firstLetters(second, 1);
}

/** Enough for what stands above the projects in the same scroller, which is not counted. */
const OVERSCAN = 16;

type ItemProps = {
  readonly id: ProjectKey;
  readonly top: number;
  readonly current: boolean;
  readonly onFocus: (has: boolean) => void;
};

function ProjectItem({ id, top, current, onFocus }: ItemProps) {
  const { show } = useMoves();
  const name = useSession((state) => state.projects[id]?.name ?? '');
  const live = useLiveCount(id);
  const isUnread = useSession((state) => state.projects[id]?.problem !== undefined);
  return (
    <li style={{ top }}>
      <button
        type="button"
        className="nav-item"
        title={name}
        aria-current={current ? 'page' : undefined}
        onClick={() => show({ kind: 'project', key: id })}
        onFocus={() => onFocus(true)}
        onBlur={() => onFocus(false)}
        {...{ [STOP]: '' }}
      >
        <Box size={16} strokeWidth={1.75} aria-hidden />
        <span className="nav-monogram" aria-hidden>
          {monogram(name)}
        </span>
        <bdi className="nav-name truncate">{name}</bdi>
        <span className="nav-production">
          <ProjectProductionBadge projectKey={id} />
        </span>
        {isUnread ? (
          <span className="nav-unread" title={text.sidebar.incomplete}>
            <TriangleAlert size={13} strokeWidth={2} aria-hidden />
            <span className="visually-hidden">{text.sidebar.incomplete}</span>
          </span>
        ) : null}
        {live > 0 ? <Count value={live} label={text.sidebar.liveCount(live)} /> : null}
      </button>
    </li>
  );
}

function LiveItem({ current }: { readonly current: boolean }) {
  const { show } = useMoves();
  const live = useSession((state) => Object.values(state.forwards).filter((each) => summarise(each) === 'live').length);
  return (
    <button
      type="button"
      className="nav-item"
      title={text.sidebar.live}
      aria-current={current ? 'page' : undefined}
      onClick={() => show({ kind: 'live' })}
      {...{ [STOP]: '' }}
    >
      <Radio size={16} strokeWidth={1.75} aria-hidden />
      <span className="nav-name truncate">{text.sidebar.live}</span>
      {live > 0 ? <Count value={live} label={text.sidebar.liveCount(live)} /> : null}
    </button>
  );
}

type Row =
  | { readonly kind: 'heading' | 'none'; readonly id: string; readonly words: string }
  | { readonly kind: 'project'; readonly id: ProjectKey };

const ROW_PX = { wide: { heading: 40, none: 26, project: 32 }, rail: { heading: 17, none: 0, project: 44 } } as const;

/** Teams that the projects stand under where there are several, each with its name. */
function rowsOf(groups: readonly ProjectGroup[]): readonly Row[] {
  return groups.flatMap(({ id, name, keys }): Row[] => {
    const projects = keys.map((key) => ({ kind: 'project', id: key }) as const);
    if (groups.length === 1) return projects;
    const none = { kind: 'none', id: `${id}/none`, words: text.sidebar.noProjects } as const;
    return [{ kind: 'heading', id, words: name }, ...(keys.length > 0 ? projects : [none])];
  });
}

/** A page that is not a project's. */
function ViewItem({
  icon: Icon,
  name,
  page,
  current,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly page: Page;
  readonly current: Page['kind'] | undefined;
}) {
  const { show } = useMoves();
  return (
    <button
      type="button"
      className="nav-item"
      title={name}
      aria-current={page.kind === current ? 'page' : undefined}
      onClick={() => show(page)}
      {...{ [STOP]: '' }}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className="nav-name truncate">{name}</span>
    </button>
  );
}

/** Only the projects that can be seen exist in the page; an account may have hundreds. */
function Projects({
  groups,
  current,
  scroller,
}: {
  readonly groups: readonly ProjectGroup[];
  readonly current: ProjectKey | undefined;
  readonly scroller: RefObject<HTMLElement | null>;
}) {
  const [focused, setFocused] = useState(-1);
  const look = useWidth() === 'wide' ? 'wide' : 'rail';
  const rows = rowsOf(groups);
  const sizeOf = (index: number) => ROW_PX[look][rows[index]?.kind ?? 'project'];
  const tops: number[] = [];
  for (let index = 0, top = 0; index < rows.length; top += sizeOf(index), index += 1) tops.push(top);
  const { shown, height } = useWindowed({
    count: rows.length,
    scroller,
    sizeOf,
    keyOf: (index) => `${look}/${rows[index]?.id}`,
    kept: focused,
    overscan: OVERSCAN,
  });
  return (
    <ul className="nav-projects" style={{ height }}>
      {shown.map((index) => {
        const row = rows[index];
        const top = tops[index] ?? 0;
        if (!row) return null;
        if (row.kind === 'project') {
          return (
            <ProjectItem
              key={row.id}
              id={row.id}
              top={top}
              current={row.id === current}
              onFocus={(has) => setFocused(has ? index : -1)}
            />
          );
        }
        return (
          <li key={row.id} style={{ top }}>
            {row.kind === 'none' ? (
              <p className="sidebar-none">{row.words}</p>
            ) : (
              <h2 className="sidebar-heading truncate" title={row.words}>
                <bdi>{row.words}</bdi>
              </h2>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function Sidebar() {
  const { showSettings } = useMoves();
  const page = usePage();
  const accountId = useAccountId();
  const groups = useProjectGroups(accountId);
  const isEmpty = groups.every(({ keys }) => keys.length === 0);
  const knowledge = useKnowledge(accountId);
  const nav = useRef<HTMLElement | null>(null);
  const setNav = useCallback((element: HTMLElement | null) => {
    nav.current = element;
    return arrowKeys(element);
  }, []);
  const loading = knowledge === 'loading' && isEmpty;
  return (
    <aside className="sidebar">
      <AccountMenu />
      <nav className="sidebar-nav scroll" aria-label={text.sidebar.label} ref={setNav}>
        <LiveItem current={page?.kind === 'live'} />
        <FavouritesItem current={page?.kind === 'favourites'} />
        <ViewItem icon={History} name={text.activity.title} page={{ kind: 'activity' }} current={page?.kind} />
        <ProfilesNav page={page} />
        {groups.length > 1 ? null : <h2 className="sidebar-heading">{text.sidebar.projects}</h2>}
        {loading ? (
          <div className="sidebar-waiting">
            <Skeleton width="middle" />
            <Skeleton width="short" />
            <Skeleton width="middle" />
          </div>
        ) : (
          <Projects groups={groups} current={page?.kind === 'project' ? page.key : undefined} scroller={nav} />
        )}
        {isEmpty && groups.length === 1 && knowledge === 'known' ? (
          <p className="sidebar-none">{text.sidebar.noProjects}</p>
        ) : null}
      </nav>
      <div className="sidebar-foot">
        <HostnamesFoot />
        <IconButton
          label={text.sidebar.settings}
          icon={Settings}
          aria-current={page?.kind === 'settings' ? 'page' : undefined}
          onClick={() => showSettings()}
        />
      </div>
    </aside>
  );
}
