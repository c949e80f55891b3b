import { FolderOpen, Layers, Plus, Star } from 'lucide-react';
import { profilesByName, type ProfileId } from '../../electron/contract/profile.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { STOP } from '../ui/arrow-keys.ts';
import { IconButton } from '../ui/button.tsx';
import { MenuGroup, MenuItem } from '../ui/menu.tsx';
import { type Page, useMoves } from '../view.ts';
import { ProfileSwitch, useProfileState } from './profile-actions.tsx';
import './sidebar-groups.css';

function useProfileIds(): readonly ProfileId[] {
  return useSession((state) => profilesByName(state.profiles).map(({ id }) => id), shallow);
}

export function FavouritesItem({ current }: { readonly current: boolean }) {
  const { show } = useMoves();
  const { title } = text.groups.favourites;
  return (
    <button
      type="button"
      className="nav-item"
      title={title}
      aria-current={current ? 'page' : undefined}
      onClick={() => show({ kind: 'favourites' })}
      {...{ [STOP]: '' }}
    >
      <Star size={16} strokeWidth={1.75} aria-hidden />
      <span className="nav-name truncate">{title}</span>
    </button>
  );
}

function ProfileItem({ id, current }: { readonly id: ProfileId; readonly current: boolean }) {
  const { show } = useMoves();
  const { name, on, all } = useProfileState(id);
  return (
    <li className="nav-profile">
      <button
        type="button"
        className="nav-item"
        title={`${name}: ${text.groups.profiles.about(on, all)}`}
        aria-current={current ? 'page' : undefined}
        onClick={() => show({ kind: 'profile', id })}
        {...{ [STOP]: '' }}
      >
        <Layers size={16} strokeWidth={1.75} aria-hidden />
        <bdi className="nav-name truncate">{name}</bdi>
      </button>
      <ProfileSwitch id={id} />
    </li>
  );
}

/** Profiles in the sidebar, each with its switch, and the ways to a new one. */
export function ProfilesNav({ page }: { readonly page: Page | undefined }) {
  const send = useSend();
  const { lay } = useMoves();
  const ids = useProfileIds();
  const words = text.groups.profiles;
  return (
    <>
      <div className="nav-head">
        <h2 className="sidebar-heading">{words.heading}</h2>
        <IconButton
          label={words.open}
          icon={FolderOpen}
          size={14}
          onClick={() => void send({ type: 'portside-file.open' })}
        />
        <IconButton label={words.add} icon={Plus} size={14} onClick={() => lay({ kind: 'profile' })} />
      </div>
      <ul className="nav-profiles scroll">
        {ids.map((id) => (
          <ProfileItem key={id} id={id} current={page?.kind === 'profile' && page.id === id} />
        ))}
      </ul>
    </>
  );
}

function ProfileChoice({ id, current }: { readonly id: ProfileId; readonly current: boolean }) {
  const { show } = useMoves();
  const { name, on, all } = useProfileState(id);
  return (
    <MenuItem
      icon={Layers}
      current={current}
      note={text.groups.profiles.about(on, all)}
      onSelect={() => show({ kind: 'profile', id })}
    >
      {name}
    </MenuItem>
  );
}

/** The same for the compact window's menu. */
export function GroupChoices({ page }: { readonly page: Page | undefined }) {
  const send = useSend();
  const { show, lay } = useMoves();
  const ids = useProfileIds();
  const words = text.groups.profiles;
  return (
    <>
      <MenuItem icon={Star} current={page?.kind === 'favourites'} onSelect={() => show({ kind: 'favourites' })}>
        {text.groups.favourites.title}
      </MenuItem>
      <MenuGroup heading={words.heading}>
        {ids.map((id) => (
          <ProfileChoice key={id} id={id} current={page?.kind === 'profile' && page.id === id} />
        ))}
        <MenuItem icon={Plus} onSelect={() => lay({ kind: 'profile' })}>
          {words.add}
        </MenuItem>
        <MenuItem icon={FolderOpen} onSelect={() => void send({ type: 'portside-file.open' })}>
          {words.open}
        </MenuItem>
      </MenuGroup>
    </>
  );
}
