import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import type { ProfileId } from '../../electron/contract/profile.ts';
import { matches } from '../projects/search.ts';
import { sectionsByProject } from '../projects/sections.ts';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { DialogHead } from '../ui/dialog-head.tsx';
import { Field } from '../ui/field.tsx';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { CheckRow } from './check-list.tsx';
import './dialogs.css';

/** What can be ticked: all that is listed here, by project, and what the profile has besides. */
function useKeys(query: string, members: readonly ResourceKey[]): readonly ResourceKey[] {
  const resources = useSession((state) => state.resources);
  const projects = useSession((state) => state.projects);
  return useMemo(() => {
    const shown = Object.values(resources)
      .filter((each) => each.type !== 'build')
      .filter((resource) => matches({ resource, project: projects[resource.projectKey]?.name }, query))
      .map((each) => each.key);
    const strange = query ? [] : members.filter((key) => !resources[key]);
    return sectionsByProject({ resources, projects }, [...shown, ...strange]).flatMap(({ keys }) => keys);
  }, [resources, projects, query, members]);
}

/** A new profile begins with what is on now. */
function useStart(id: ProfileId | undefined): { readonly name: string; readonly ids: readonly ResourceKey[] } {
  const copy = useSessionCopy();
  const [start] = useState(() => {
    const state = copy.read();
    const profile = id === undefined ? undefined : state?.profiles[id];
    if (profile) return { name: profile.name, ids: Object.keys(profile.entries) };
    const on = Object.values(state?.forwards ?? {}).filter(({ wish }) => wish.on);
    return { name: '', ids: on.map((forward) => forward.id) };
  });
  return start;
}

function Form({ id, onClose }: { readonly id: ProfileId | undefined; readonly onClose: () => void }) {
  const send = useSend();
  const { show } = useMoves();
  const start = useStart(id);
  const [name, setName] = useState(start.name);
  const [ids, setIds] = useState<ReadonlySet<ResourceKey>>(() => new Set(start.ids));
  const [query, setQuery] = useState('');
  const [made, setMade] = useState<ProfileId>();
  const isThere = useSession((state) => made !== undefined && state.profiles[made] !== undefined);
  const keys = useKeys(query.trim(), start.ids);
  const headingId = useId();
  const words = text.groups.profiles;
  const nameField = useRef<HTMLInputElement>(null);

  useEffect(() => nameField.current?.focus(), []);

  // The answer to a command may come before the state that it made.
  useEffect(() => {
    if (!isThere || made === undefined) return;
    onClose();
    show({ kind: 'profile', id: made });
  }, [isThere, made, onClose, show]);

  const tick = (key: ResourceKey, on: boolean) => {
    const next = new Set(ids);
    if (on) next.add(key);
    else next.delete(key);
    setIds(next);
  };
  const save = async () => {
    const given = { name: name.trim(), ids: [...ids] };
    const wanted = id ?? crypto.randomUUID();
    const done = await send({ type: id === undefined ? 'profile.create' : 'profile.change', id: wanted, ...given });
    if (!done) return;
    if (id === undefined) setMade(wanted);
    else onClose();
  };

  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void save();
      }}
    >
      <Field
        label={words.name}
        placeholder={words.namePlaceholder}
        value={name}
        maxLength={80}
        ref={nameField}
        spellCheck={false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="dialog-line">
        <h3 className="dialog-heading" id={headingId}>
          {words.members} <span className="dialog-count">{words.chosen(ids.size)}</span>
        </h3>
        <input
          className="dialog-find"
          type="search"
          placeholder={words.find}
          aria-label={words.find}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      </div>
      <ul className="check-list scroll" aria-labelledby={headingId}>
        {keys.map((key) => (
          <CheckRow key={key} id={key} checked={ids.has(key)} onChange={(on) => tick(key, on)} />
        ))}
        {keys.length === 0 ? <li className="dialog-nothing">{words.nothing}</li> : null}
      </ul>
      <p className="dialog-hint">{words.choiceHint}</p>
      <div className="dialog-buttons">
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button look="primary" submit disabled={!name.trim() || ids.size > 500}>
          {id === undefined ? words.create : words.change}
        </Button>
      </div>
    </form>
  );
}

/** Makes a profile, or changes its name and members. */
export function ProfileDialog() {
  const { lay } = useMoves();
  const compact = useWidth() === 'compact';
  const over = useView((view) => (view.over?.kind === 'profile' ? view.over : undefined));
  const [close] = useState(() => () => lay(undefined));
  const title = over?.id === undefined ? text.groups.profiles.newTitle : text.groups.profiles.editTitle;
  return (
    <Sheet open={over !== undefined} from={compact ? 'bottom' : 'center'} label={title} onClose={close}>
      <DialogHead title={title} close={text.groups.profiles.close} onClose={close} />
      {over ? <Form id={over.id} onClose={close} /> : null}
    </Sheet>
  );
}
