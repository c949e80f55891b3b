import { Box, ChevronsUpDown, History, Radio, Settings } from 'lucide-react';
import { resourceName, type ProjectKey } from '../../electron/contract/catalog.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { AccountItems } from '../account/account-menu.tsx';
import { Avatar } from '../account/brand.tsx';
import { GroupChoices } from '../groups/sidebar-groups.tsx';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Count } from '../ui/badge.tsx';
import { Menu, MenuGroup, MenuItem, MenuLine } from '../ui/menu.tsx';
import { type Page, useAccountId, useMoves, usePage } from '../view.ts';
import { useLiveCount } from './live-counts.ts';
import { useProjectGroups } from './project-groups.ts';
import './project-switcher.css';

function ProjectChoice({ id, current }: { readonly id: ProjectKey; readonly current: boolean }) {
  const { show } = useMoves();
  const name = useSession((state) => state.projects[id]?.name ?? '');
  const live = useLiveCount(id);
  return (
    <MenuItem
      icon={Box}
      current={current}
      end={live > 0 ? <Count value={live} label={text.sidebar.liveCount(live)} /> : null}
      onSelect={() => show({ kind: 'project', key: id })}
    >
      {name}
    </MenuItem>
  );
}

function titleOf({ projects, profiles, resources }: CalmState, page: Page | undefined): string | undefined {
  if (page?.kind === 'project') return projects[page.key]?.name;
  if (page?.kind === 'profile') return profiles[page.id]?.name;
  if (page?.kind === 'favourites') return text.groups.favourites.title;
  if (page?.kind === 'activity') return text.activity.title;
  if (page?.kind === 'inspector') return text.inspector.title(resourceName(resources[page.id], page.id));
  return page && text.sidebar.live;
}

function useSummary(page: Page | undefined): string {
  return useSession((state) => {
    const prefix = page?.kind === 'project' ? `${page.key}/` : '';
    let live = 0;
    for (const each of Object.values(state.forwards)) {
      if (each.id.startsWith(prefix) && summarise(each) === 'live') live += 1;
    }
    if (page?.kind !== 'project' || state.projects[page.key]?.problem) return text.status.live(live);
    const all = Object.values(state.resources).filter((resource) => resource.projectKey === page.key).length;
    return text.list.liveOf(live, all);
  });
}

/** The compact window's title: which project, and the way to all others, to accounts and settings. */
export function ProjectSwitcher() {
  const { show, showSettings } = useMoves();
  const page = usePage();
  const accountId = useAccountId();
  const account = useSession((state) => state.accounts[accountId ?? '']);
  const title = useSession((state) => titleOf(state, page) ?? account?.name ?? '');
  const summary = useSummary(page);
  const groups = useProjectGroups(accountId);
  if (!account) return null;
  return (
    <Menu
      trigger={
        <button type="button" className="switcher">
          <span className="visually-hidden">{text.sidebar.switchView}</span>
          <Avatar name={account.name} />
          <span className="switcher-words">
            <bdi className="switcher-title truncate" title={title}>
              {title}
            </bdi>
            <span className="switcher-about truncate">
              <bdi>{account.name}</bdi> · <bdi>{summary}</bdi>
            </span>
          </span>
          <ChevronsUpDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      }
    >
      <MenuItem icon={Radio} current={page?.kind === 'live'} onSelect={() => show({ kind: 'live' })}>
        {text.sidebar.live}
      </MenuItem>
      <MenuItem icon={History} current={page?.kind === 'activity'} onSelect={() => show({ kind: 'activity' })}>
        {text.activity.title}
      </MenuItem>
      <GroupChoices page={page} />
      {groups.map(({ id, name, keys }) =>
        keys.length === 0 ? null : (
          <MenuGroup key={id} heading={name}>
            {keys.map((key) => (
              <ProjectChoice key={key} id={key} current={page?.kind === 'project' && page.key === key} />
            ))}
          </MenuGroup>
        ),
      )}
      <MenuLine />
      <AccountItems current={account}>
        <MenuItem icon={Settings} onSelect={() => showSettings()}>
          {text.sidebar.settings}
        </MenuItem>
      </AccountItems>
    </Menu>
  );
}
