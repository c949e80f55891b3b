import type { Project, Resource } from '../contract/catalog.ts';
import type { Command } from '../contract/command.ts';
import { describe } from '../contract/problem.ts';
import { guardedName, projectProduction } from '../contract/production.ts';
import { profilesByName, profileState } from '../contract/profile.ts';
import { pausedIds, resourcesOf, totals, type SessionState } from '../contract/session.ts';
import { productionWord } from '../contract/text/desktop.ts';
import { trayText } from '../contract/text/tray.ts';
import { copyMenus } from './tray-copy.ts';
import { cut, escapeLabel, MOST_ITEMS, separator, type MenuItem } from './tray-item.ts';
import { forwardSuffix } from './tray-suffix.ts';

const MOST_PICKED = 12;

/** Order by project and name only, so no item moves when a state changes. */
export function trayMenu(state: SessionState): readonly MenuItem[] {
  const projects = Object.values(state.projects).sort((a, b) => a.name.localeCompare(b.name));
  const picked = pickedItems(state, projects);
  const menus = [...profilesMenu(state), ...projects.flatMap((project) => projectMenu(state, project))];
  const copies = copyMenus(state);
  return [
    { kind: 'text', label: summaryLine(state) },
    ...problemItems(state),
    separator,
    action(trayText().open, { type: 'window.show' }),
    separator,
    ...(picked.length > 0 ? [...picked, separator] : []),
    ...(menus.length > 0 ? [...menus, separator] : []),
    ...(copies.length > 0 ? [...copies, separator] : []),
    ...allItems(state),
    separator,
    action(trayText().settings, { type: 'window.show', place: { kind: 'settings' } }, 'CmdOrCtrl+,'),
    action(trayText().quit, { type: 'quit' }, 'CmdOrCtrl+Q'),
  ];
}

function action(label: string, command: Command, accelerator?: string): MenuItem {
  return { kind: 'action', label, command, ...(accelerator && { accelerator }) };
}

/** First line of the menu and the icon's tooltip. */
export function summaryLine(state: SessionState): string {
  const { summary } = trayText();
  if (Object.keys(state.accounts).length === 0) return summary.signedOut;
  const { live, wished, troubled } = totals(state);
  const paused = pausedIds(state).length;
  if (wished === 0) return paused > 0 ? summary.paused(paused) : summary.none;
  // What is live was proved, whatever the system says of its network.
  if (!state.online && live === 0) return summary.offline;
  return troubled > 0 ? `${summary.live(live, wished)} · ${summary.troubled(troubled)}` : summary.live(live, wished);
}

/** What is on, starred or was on lately: the ones at hand. Where there are too many, the last of these give way. */
function pickedItems(state: SessionState, projects: readonly Project[]): readonly MenuItem[] {
  const newest = Object.entries(state.recent).sort(([, a], [, b]) => b - a);
  const wanted = new Set([
    ...Object.values(state.forwards).flatMap(({ id, wish }) => (wish.on || wish.paused ? [id] : [])),
    ...Object.keys(state.favourites),
    ...newest.map(([id]) => id),
  ]);
  const known = [...wanted].filter((id) => state.resources[id]);
  const kept = new Set(known.slice(0, MOST_PICKED));
  const shown = projects.flatMap((project) => resourcesOf(state, project.key).filter(({ key }) => kept.has(key)));
  const names = shown.map(({ name }) => name);
  const items = shown.map((each) => {
    const isAlone = names.indexOf(each.name) === names.lastIndexOf(each.name);
    return toggleItem(state, each, isAlone ? '' : (state.projects[each.projectKey]?.name ?? ''));
  });
  return known.length > kept.size ? [...items, action(trayText().more, { type: 'window.show' })] : items;
}

function profilesMenu(state: SessionState): readonly MenuItem[] {
  const items = profilesByName(state.profiles).map((profile): MenuItem => {
    const { checked, on, all } = profileState(state, profile);
    return {
      kind: 'check',
      label: escapeLabel(checked === 'mixed' ? `${profile.name}  —  ${trayText().some(on, all)}` : profile.name),
      checked: checked === true,
      command: { type: 'profile.set', id: profile.id, on: checked !== true },
    };
  });
  return items.length > 0 ? [{ kind: 'submenu', label: trayText().profiles, items: cut(items) }] : [];
}

function projectMenu(state: SessionState, project: Project): readonly MenuItem[] {
  const resources = resourcesOf(state, project.key).filter(({ type }) => type !== 'build');
  const { problem } = project;
  if (resources.length === 0 && !problem) return [];
  const toggles = cut(resources.slice(0, MOST_ITEMS + 1).map((resource) => toggleItem(state, resource)));
  const said = resources.length === 0 ? trayText().unread : trayText().incomplete;
  const trouble = problem && escapeLabel(said(describe(problem).title));
  const items = trouble === undefined ? toggles : [...toggles, action(trouble, { type: 'window.show' })];
  const isGuarded = projectProduction(state, project.key) !== undefined;
  return [
    { kind: 'submenu', label: escapeLabel(isGuarded ? `${productionWord()} · ${project.name}` : project.name), items },
  ];
}

function toggleItem(state: SessionState, resource: Resource, project = ''): MenuItem {
  const forward = state.forwards[resource.key];
  const checked = forward?.wish.on ?? false;
  const suffix = forward && checked ? forwardSuffix(forward) : trayText().resource[resource.state];
  const guarded = guardedName(state, resource.key);
  const name = project ? `${guarded} (${project})` : guarded;
  return {
    kind: 'check',
    label: escapeLabel(suffix ? `${name}  —  ${suffix}` : name),
    checked,
    command: { type: 'forward.set', id: resource.key, on: !checked },
  };
}

function allItems(state: SessionState): readonly MenuItem[] {
  const anyOn = Object.values(state.forwards).some(({ wish }) => wish.on);
  const paused = pausedIds(state);
  return [
    ...(paused.length > 0
      ? [action(trayText().resume(paused.length), { type: 'forwards.set', ids: paused, on: true })]
      : []),
    { kind: 'action', label: trayText().pauseAll, command: { type: 'forwards.pause' }, enabled: anyOn },
    {
      kind: 'action',
      label: trayText().stopAll,
      command: { type: 'forwards.stop-all' },
      enabled: anyOn || paused.length > 0,
    },
  ];
}

function problemItems(state: SessionState): readonly MenuItem[] {
  const lost = Object.values(state.accounts).flatMap((account) =>
    account.problem ? [{ problem: account.problem, accountId: account.id }] : [],
  );
  const others = Object.values(state.problems).map((problem) => ({ problem, accountId: undefined }));
  const items = new Map<string, MenuItem>();
  for (const { problem, accountId } of [...lost, ...others]) {
    const { title, remedy } = describe(problem);
    const place =
      remedy === 'sign-in' && accountId !== undefined ? { place: { kind: 'sign-in', accountId } as const } : {};
    if (!items.has(title)) items.set(title, action(`⚠ ${escapeLabel(title)}`, { type: 'window.show', ...place }));
  }
  return [...items.values()].slice(0, 3);
}
