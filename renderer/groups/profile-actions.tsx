import { Ellipsis, FileDown, Pencil, Trash2 } from 'lucide-react';
import { profileState, type ProfileId } from '../../electron/contract/profile.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import { MixedSwitch } from '../ui/switch.tsx';
import { useMoves } from '../view.ts';

export function useProfileState(id: ProfileId) {
  return useSession((state) => {
    const profile = state.profiles[id];
    return profile
      ? { name: profile.name, ...profileState(state, profile) }
      : { name: '', checked: false as const, on: 0, able: 0, all: 0 };
  }, shallow);
}

/** All forwards of a profile at once; mixed where some are on. */
export function ProfileSwitch({ id }: { readonly id: ProfileId }) {
  const send = useSend();
  const { name, checked, able } = useProfileState(id);
  return (
    <MixedSwitch
      label={text.groups.profiles.switch(name)}
      checked={checked}
      disabled={able === 0 && checked === false}
      onChange={(on) => void send({ type: 'profile.set', id, on })}
    />
  );
}

export function ProfileActions({ id }: { readonly id: ProfileId }) {
  const send = useSend();
  const { lay } = useMoves();
  const { all } = useProfileState(id);
  const words = text.groups.profiles;
  return (
    <div className="forward-all">
      <Menu align="end" trigger={<IconButton label={words.more} icon={Ellipsis} />}>
        <MenuItem icon={Pencil} onSelect={() => lay({ kind: 'profile', id })}>
          {words.edit}
        </MenuItem>
        {all > 0 ? (
          <MenuItem icon={FileDown} onSelect={() => void send({ type: 'portside-file.save', profileId: id })}>
            {words.save}
          </MenuItem>
        ) : null}
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => lay({ kind: 'profile-delete', id })}>
          {words.delete}
        </MenuItem>
      </Menu>
      <span className="forward-all-label" aria-hidden>
        {words.switchLabel}
      </span>
      <ProfileSwitch id={id} />
    </div>
  );
}
