import { whyNotForwardable, type Resource, type ResourceKey } from './catalog.ts';
import type { Forward, ForwardId, Wish } from './forward.ts';

export type ProfileId = string;

/**
 * How a forward is to be switched on. What is absent means all ports and any instance; local ports and the policy at launch
 * then stay as they are.
 */
export type Choice = Pick<Wish, 'ports' | 'instance' | 'local' | 'restore'>;

/** Forwards under one name, each with its choice. Its switch has no memory: it is a switch for these rows. */
export type Profile = {
  readonly id: ProfileId;
  readonly name: string;
  readonly entries: Readonly<Record<ForwardId, Choice>>;
};

export const MAX_PROFILE_NAME = 80;
/** Of one profile, and of one proposal. */
export const MAX_ENTRIES = 500;

type Ground = {
  readonly forwards: Readonly<Record<ForwardId, Forward>>;
  readonly resources: Readonly<Record<ResourceKey, Resource>>;
};

type ProfileState = {
  readonly checked: boolean | 'mixed';
  readonly on: number;
  /** What turning on can mean now: paused and unknown ones do not keep the switch from being on. */
  readonly able: number;
  readonly all: number;
};

/** What the profile's switch shows; the same for window, tray and terminal. */
export function profileState({ forwards, resources }: Ground, { entries }: Profile): ProfileState {
  const ids = Object.keys(entries);
  const isOn = (id: ForwardId) => Object.hasOwn(forwards, id) && forwards[id]?.wish.on === true;
  const isAble = (id: ForwardId) => {
    const resource = Object.hasOwn(resources, id) ? resources[id] : undefined;
    return resource ? !whyNotForwardable(resource) : false;
  };
  const on = ids.filter(isOn).length;
  const able = ids.filter(isAble);
  const checked = on === 0 ? false : able.every(isOn) ? true : 'mixed';
  return { checked, on, able: able.length, all: ids.length };
}

/** The choice that a wish holds, as a profile keeps it. */
export function choiceOf({ ports, instance, local, restore }: Partial<Wish>): Choice {
  return {
    ...(ports && { ports }),
    ...(instance !== undefined && { instance }),
    ...(local && { local }),
    ...(restore && { restore }),
  };
}

/** Names are how a terminal and a menu tell profiles apart: no two differ by case alone. */
export const isSameName = (a: string, b: string): boolean => a.toLocaleLowerCase() === b.toLocaleLowerCase();

/** Profiles by name, for menus and lists. */
export function profilesByName(profiles: Readonly<Record<ProfileId, Profile>>): readonly Profile[] {
  return Object.values(profiles).sort((a, b) => a.name.localeCompare(b.name));
}
