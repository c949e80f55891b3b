import { ShieldAlert, ShieldCheck, Shield } from 'lucide-react';
import type { ProjectKey, ResourceKey } from '../../electron/contract/catalog.ts';
import { productionOf, projectProduction, type Production } from '../../electron/contract/production.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';

const NONE = {};
const isSaid = (production: Production | typeof NONE): production is Production => 'by' in production;

function why(production: Production): string {
  return production.by === 'hand'
    ? text.groups.production.why.hand
    : text.groups.production.why[production.by](production.word);
}

type Look = {
  /** As a line of small text. */
  readonly plain?: boolean;
  /** Where there is no room for the whole word. */
  readonly short?: boolean;
};

function Word({ production, plain = false, short = false }: Look & { readonly production: Production }) {
  return (
    <Badge tone="production" icon={ShieldAlert} title={why(production)} plain={plain}>
      {short ? text.groups.production.short : text.groups.production.word}
    </Badge>
  );
}

/** Colour, shape and word, wherever a resource of production is named. */
export function ProductionBadge({ id, ...look }: Look & { readonly id: ResourceKey }) {
  const production = useSession((state) => productionOf(state, id) ?? NONE, shallow);
  return isSaid(production) ? <Word production={production} {...look} /> : null;
}

export function ProjectProductionBadge({ projectKey }: { readonly projectKey: ProjectKey }) {
  const production = useSession((state) => projectProduction(state, projectKey) ?? NONE, shallow);
  return isSaid(production) ? <Word production={production} /> : null;
}

function useIsProductionProject(key: ProjectKey): boolean {
  return useSession((state) => projectProduction(state, key) !== undefined);
}

/** Whether a project is guarded: by its name, or as the user says. */
export function GuardMenu({ projectKey: key }: { readonly projectKey: ProjectKey }) {
  const send = useSend();
  const mark = useSession((state) => state.marks[key]);
  const isGuarded = useIsProductionProject(key);
  const isNamed = useSession((state) => projectProduction({ ...state, marks: {} }, key) !== undefined);
  const say = (as: 'production' | 'not-production' | 'auto') => void send({ type: 'project.mark', key, as });
  const words = text.groups.production;
  return (
    <Menu align="end" trigger={<IconButton label={words.menu} icon={isGuarded ? ShieldAlert : Shield} />}>
      <MenuGroup heading={words.menu}>
        <MenuItem
          icon={Shield}
          current={mark === undefined}
          note={words.autoNote(isNamed)}
          onSelect={() => say('auto')}
        >
          {words.auto}
        </MenuItem>
        <MenuItem
          icon={ShieldAlert}
          current={mark === 'production'}
          note={words.yesNote}
          onSelect={() => say('production')}
        >
          {words.yes}
        </MenuItem>
        <MenuItem
          icon={ShieldCheck}
          current={mark === 'not-production'}
          note={words.noNote}
          onSelect={() => say('not-production')}
        >
          {words.no}
        </MenuItem>
      </MenuGroup>
    </Menu>
  );
}
