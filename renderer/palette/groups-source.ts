import { Layers, Star, ToggleLeft, ToggleRight } from 'lucide-react';
import { profileState, profilesByName } from '../../electron/contract/profile.ts';
import { text } from '../text/text.ts';
import type { Entry } from './entries.ts';
import type { Source } from './ground.ts';

/** Favourites and profiles: their pages, and a profile's switch. */
export const groups: Source = ({ state, send, moves }) => [
  {
    id: 'page/favourites',
    title: text.groups.favourites.title,
    icon: Star,
    kind: 'page',
    run: () => moves.show({ kind: 'favourites' }),
  },
  ...profilesByName(state.profiles).flatMap((profile): Entry[] => {
    const { id, name } = profile;
    const { checked, able } = profileState(state, profile);
    const on = checked !== true;
    const show: Entry = {
      id: `profile/${id}`,
      title: name,
      icon: Layers,
      kind: 'profile',
      run: () => moves.show({ kind: 'profile', id }),
    };
    if (on && able === 0) return [show];
    return [
      show,
      {
        id: `profile-${on ? 'on' : 'off'}/${id}`,
        title: on ? text.palette.profileOn(name) : text.palette.profileOff(name),
        icon: on ? ToggleRight : ToggleLeft,
        kind: 'command',
        run: () => void send({ type: 'profile.set', id, on }),
      },
    ];
  }),
];
