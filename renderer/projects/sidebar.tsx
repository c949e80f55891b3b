import { Box, Radio, Settings } from 'lucide-react';
import type { ProjectKey } from '../../electron/contract/catalog.ts';
import { summarise } from '../../electron/contract/status.ts';
import { AccountMenu } from '../account/account-menu.tsx';
import { HostnamesFoot } from '../hostnames/foot.tsx';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { arrowKeys, STOP } from '../ui/arrow-keys.ts';
import { Count } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { firstLetters } from '../ui/letters.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useAccountId, useMoves, usePage } from '../view.ts';
import { useKnowledge } from './knowledge.ts';
import { useLiveCount, useProjectKeys } from './live-counts.ts';
import './sidebar.css';

/** Two letters that tell projects apart where the rail has no room for their names. */
function monogram(name: string): string {
  const [first = '?', second] = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return second === undefined ? firstLetters(first, 2) : firstLetters(first, 1) + firstLetters(second, 1);
}

function ProjectItem({ id, current }: { readonly id: ProjectKey; readonly current: boolean }) {
  const { show } = useMoves();
  const name = useSession((state) => state.projects[id]?.name ?? '');
  const live = useLiveCount(id);
  return (
    <li>
      <button
        type="button"
        className="nav-item"
        title={name}
        aria-current={current ? 'page' : undefined}
        onClick={() => show({ kind: 'project', key: id })}
        {...{ [STOP]: '' }}
      >
        <Box size={16} strokeWidth={1.75} aria-hidden />
        <span className="nav-monogram" aria-hidden>
          {monogram(name)}
        </span>
        <bdi className="nav-name truncate">{name}</bdi>
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

export function Sidebar() {
  const { showSettings } = useMoves();
  const page = usePage();
  const accountId = useAccountId();
  const keys = useProjectKeys(accountId);
  const knowledge = useKnowledge(accountId);
  const loading = knowledge === 'loading' && keys.length === 0;
  return (
    <aside className="sidebar">
      <AccountMenu />
      <nav className="sidebar-nav scroll" aria-label={text.sidebar.label} ref={arrowKeys}>
        <LiveItem current={page?.kind === 'live'} />
        <h2 className="sidebar-heading">{text.sidebar.projects}</h2>
        {loading ? (
          <div className="sidebar-waiting">
            <Skeleton width="middle" />
            <Skeleton width="short" />
            <Skeleton width="middle" />
          </div>
        ) : (
          <ul>
            {keys.map((key) => (
              <ProjectItem key={key} id={key} current={page?.kind === 'project' && page.key === key} />
            ))}
          </ul>
        )}
        {keys.length === 0 && knowledge === 'known' ? <p className="sidebar-none">{text.sidebar.noProjects}</p> : null}
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
