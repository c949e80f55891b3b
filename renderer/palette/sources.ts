import {
  Box,
  Bug,
  CircleStop,
  FileText,
  History,
  Keyboard,
  LogIn,
  LogOut,
  Maximize2,
  Minimize2,
  Moon,
  Package,
  Pause,
  Play,
  Plus,
  Power,
  Radio,
  RefreshCw,
  RotateCw,
  Server,
  ShieldCheck,
  Square,
  Stethoscope,
  Sun,
  SunMoon,
  ToggleRight,
} from 'lucide-react';
import { type Resource, whyNotForwardable } from '../../electron/contract/catalog.ts';
import { addressOf, pausedIds } from '../../electron/contract/session.ts';
import { needsAttention } from '../../electron/contract/status.ts';
import { addressText } from '../forwards/places.tsx';
import { shortType } from '../projects/resource-words.ts';
import { SECTION_ICONS } from '../settings/sections.ts';
import { text } from '../text/text.ts';
import { SETTINGS_SECTIONS } from '../view.ts';
import type { Entry } from './entries.ts';
import type { Ground, Source } from './ground.ts';
import { groups } from './groups-source.ts';
import { inspections } from './inspector-source.ts';

const { palette: said } = text;

const commands: Source = ({ state, send, moves }) => {
  const command = (id: string, title: string, icon: Entry['icon'], run: () => void, words?: string): Entry => ({
    id: `command/${id}`,
    title,
    icon,
    kind: 'command',
    run,
    ...(words !== undefined && { words }),
  });
  const wished = Object.values(state.forwards).some((forward) => forward.wish.on);
  const troubled = Object.values(state.forwards).filter((forward) => needsAttention(forward));
  const paused = pausedIds(state);
  const resume = () => void send({ type: 'forwards.set', ids: paused, on: true });
  const retry = () => {
    for (const { id } of troubled) void send({ type: 'forward.retry', id });
  };
  const examine = () => {
    moves.showSettings('diagnostics');
    void send({ type: 'doctor.run' });
  };
  const theme = (value: 'system' | 'light' | 'dark') => () =>
    void send({ type: 'settings.change', settings: { theme: value } });
  return [
    ...(troubled.length > 0 ? [command('retry', said.retry(troubled.length), RotateCw, retry)] : []),
    ...(wished
      ? [command('stop-all', said.stopAll, CircleStop, () => void send({ type: 'forwards.stop-all' }), said.offWords)]
      : []),
    ...(wished
      ? [command('pause', text.status.pauseAll, Pause, () => void send({ type: 'forwards.pause' }), said.pauseWords)]
      : []),
    ...(paused.length > 0 ? [command('resume', text.status.resume(paused.length), Play, resume)] : []),
    command('refresh', said.refresh, RefreshCw, () => void send({ type: 'catalog.refresh' }), said.refreshWords),
    command('hostnames', said.hostnames, ShieldCheck, () => moves.lay({ kind: 'hostnames' }), said.hostnamesWords),
    command('theme-system', said.theme.system, SunMoon, theme('system'), said.themeWords),
    command('theme-light', said.theme.light, Sun, theme('light'), said.themeWords),
    command('theme-dark', said.theme.dark, Moon, theme('dark'), said.themeWords),
    command(
      'compact',
      said.compact,
      Minimize2,
      () => void send({ type: 'window.resize', to: 'compact' }),
      said.sizeWords,
    ),
    command(
      'large',
      text.status.enlarge,
      Maximize2,
      () => void send({ type: 'window.resize', to: 'large' }),
      said.sizeWords,
    ),
    command('shortcuts', said.shortcuts, Keyboard, () => moves.lay({ kind: 'shortcuts' }), said.shortcutsWords),
    command('examine', said.examine, Stethoscope, examine, said.examineWords),
    command('report', said.report, Bug, () => moves.lay({ kind: 'report' }), said.reportWords),
    command('log', said.log, FileText, () => void send({ type: 'log.show' })),
    command('account-add', said.addAccount, Plus, () => moves.lay({ kind: 'sign-in' })),
    command('quit', said.quit, Power, () => void send({ type: 'quit' })),
  ];
};

const accounts: Source = ({ state, moves, signOut }) =>
  Object.values(state.accounts).flatMap((account): Entry[] => [
    {
      id: `sign-in/${account.id}`,
      title: said.signIn(account.name),
      icon: LogIn,
      kind: 'command',
      run: () => moves.lay({ kind: 'sign-in', accountId: account.id }),
    },
    {
      id: `sign-out/${account.id}`,
      title: text.account.signOutOf(account.name),
      icon: LogOut,
      kind: 'command',
      run: () => signOut(account.id),
    },
  ]);

const pages: Source = ({ moves }) => [
  { id: 'page/live', title: text.sidebar.live, icon: Radio, kind: 'page', run: () => moves.show({ kind: 'live' }) },
  {
    id: 'page/activity',
    title: text.activity.title,
    icon: History,
    kind: 'page',
    run: () => moves.show({ kind: 'activity' }),
  },
  ...SETTINGS_SECTIONS.map((section): Entry => ({
    id: `settings/${section}`,
    title: said.settings(text.settings.sections[section]),
    icon: SECTION_ICONS[section],
    kind: 'page',
    run: () => moves.showSettings(section),
  })),
];

const projects: Source = ({ state, send, moves }) => {
  const byProject = new Map<string, Resource[]>();
  for (const resource of Object.values(state.resources)) {
    const members = byProject.get(resource.projectKey);
    if (members) members.push(resource);
    else byProject.set(resource.projectKey, [resource]);
  }
  return Object.values(state.projects).flatMap((project): Entry[] => {
    const name = state.accounts[project.accountId]?.name ?? '';
    const note = project.problem ? `${name} · ${text.list.unread}` : name;
    const resources = byProject.get(project.key) ?? [];
    const able = resources.filter((each) => !whyNotForwardable(each)).map((each) => each.key);
    const wished = resources.filter((each) => state.forwards[each.key]?.wish.on).map((each) => each.key);
    const set = (ids: readonly string[], on: boolean) => () => void send({ type: 'forwards.set', ids: [...ids], on });
    return [
      {
        id: `project/${project.key}`,
        title: project.name,
        note,
        icon: Box,
        kind: 'project',
        run: () => moves.show({ kind: 'project', key: project.key }),
      },
      ...(able.length > wished.length
        ? [
            {
              id: `forward-all/${project.key}`,
              title: said.forwardAll(project.name),
              note,
              icon: ToggleRight,
              kind: 'command',
              run: set(able, true),
            } as const,
          ]
        : []),
      ...(wished.length > 0
        ? [
            {
              id: `stop-all/${project.key}`,
              title: said.stopAllIn(project.name),
              note,
              icon: Square,
              kind: 'command',
              run: set(wished, false),
            } as const,
          ]
        : []),
    ];
  });
};

function resourceEntry(resource: Resource, { state, send, moves }: Ground): Entry {
  const { key, name, projectKey } = resource;
  const forward = state.forwards[key];
  const on = forward?.wish.on ?? false;
  const bound = Object.values(forward?.tunnels ?? {}).map((tunnel) => addressOf(tunnel));
  const places = bound.flatMap((address) => (address ? [addressText(address)] : []));
  const ports = (resource.ports ?? []).map((port) => `${port.name ?? ''} ${port.number}`);
  return {
    id: `resource/${key}`,
    title: name,
    note: [state.projects[projectKey]?.name ?? '', ...places.slice(0, 1)].join(' · '),
    words: [shortType(resource), ...resource.tags, ...ports, ...places.slice(1)].join(' '),
    icon: resource.target.kind === 'addon' ? Package : Server,
    kind: 'resource',
    run: () => {
      moves.show({ kind: 'project', key: projectKey });
      moves.select(key);
    },
    second: {
      label: on ? said.turnOff : said.turnOn,
      run: () => void send({ type: 'forward.set', id: key, on: !on }),
    },
  };
}

const resources: Source = (ground) =>
  Object.values(ground.state.resources).map((resource) => resourceEntry(resource, ground));

/** A new topic adds its source here. */
export const SOURCES: readonly Source[] = [commands, pages, groups, accounts, inspections, projects, resources];
