import { Failure, toProblem } from '../../contract/failure.ts';
import type { ForwardId } from '../../contract/forward.ts';
import { choiceOf, type Choice, type Profile } from '../../contract/profile.ts';
import type { Proposal } from '../../contract/proposal.ts';
import type { SessionState } from '../../contract/session.ts';
import { own } from '../records.ts';
import { askFirst } from './ask-first.ts';
import { refuseTakenName } from './group-commands.ts';
import type { Ground, TableOf } from './table.ts';

/** A file's name without its folder, and what stands in it. */
export type TextFile = { readonly name: string; readonly text: string };

export type FileDeeds = {
  /** Undefined where the user closed the dialog. Rejects with a `Failure`. */
  readonly openFile: () => Promise<TextFile | undefined>;
  /** Asks where, and writes. Rejects with a `Failure`. */
  readonly saveFile: (file: TextFile) => Promise<void>;
  /** What the file asks for, by what is known; throws a `Failure` where it is not to be read. */
  readonly readNeeds: (file: TextFile, state: SessionState) => Promise<Proposal> | Proposal;
  readonly writeProfile: (profile: Profile) => Promise<TextFile> | TextFile;
};

export function fileCommands(
  { dispatch, read }: Ground,
  { openFile, saveFile, readNeeds, writeProfile }: FileDeeds,
): TableOf<
  | 'portside-file.save'
  | 'portside-file.open'
  | 'portside-file.read'
  | 'portside-file.fail'
  | 'proposal.accept'
  | 'proposal.dismiss'
> {
  const propose = async (file: TextFile) => {
    try {
      dispatch({ type: 'proposed', proposal: await readNeeds(file, read()) });
    } catch (error) {
      const problem = toProblem(error, 'portside-file.read');
      dispatch({ type: 'proposed', proposal: { state: 'failed', file: file.name, problem } });
    }
  };

  return {
    'portside-file.save': async ({ profileId }) => {
      const profile = own(read().profiles, profileId);
      if (!profile) throw new Failure('profile-gone');
      await saveFile(await writeProfile(profile));
    },

    'portside-file.open': async () => {
      const file = await openFile();
      if (file) await propose(file);
    },

    'portside-file.read': ({ name, text }) => propose({ name, text }),

    'portside-file.fail': ({ name, code }) =>
      dispatch({
        type: 'proposed',
        proposal: { state: 'failed', file: name, problem: { code, args: { file: name } } },
      }),

    'proposal.accept': ({ ids, on, profile, confirmed }) => {
      const state = read();
      const { proposal } = state;
      if (proposal.state !== 'ready') throw new Failure('profile-gone');
      const wanted = new Set<ForwardId>(ids);
      const needs = proposal.needs.filter(({ id }) => wanted.has(id));
      const choices: Record<ForwardId, Choice> = Object.fromEntries(needs.map((need) => [need.id, choiceOf(need)]));
      if (profile) refuseTakenName(state, profile.name, profile.id);
      if (on) askFirst(state, Object.keys(choices), confirmed);
      if (profile) dispatch({ type: 'profile-saved', profile: { ...profile, entries: choices } });
      const off = Object.entries(choices).filter(([id]) => !own(state.forwards, id)?.wish.on);
      if (on) dispatch({ type: 'choices-wished', choices: Object.fromEntries(off) });
      dispatch({ type: 'proposed', proposal: { state: 'none' } });
    },

    'proposal.dismiss': () => dispatch({ type: 'proposed', proposal: { state: 'none' } }),
  };
}
