import { connect, type Socket } from 'node:net';
import { channelPath, HELPER_SWITCH } from './elevation-plan.ts';
import { openAudit } from './helper-audit.ts';
import { createDeeds, type HelperDeeds } from './helper-deeds.ts';
import { backupIn, machinePlaces, type HelperPlaces } from './helper-places.ts';
import { openRelays } from './helper-relays.ts';
import { takeSecret, whoAsked } from './helper-secret.ts';
import { serveHelper } from './helper-session.ts';
import { mendTorn } from './hosts-journal.ts';
import { newOwner } from './hosts-owners.ts';

export { machinePlaces };

/** Exit codes, apart from those that shells and pkexec have for themselves. */
const HELPER_EXIT = { ended: 0, refused: 10, notStarted: 11 } as const;

type RunningHelper = {
  /** Resolves with the exit code once everything was taken back. */
  readonly done: Promise<number>;
  /** Ends it as if the app were gone. */
  readonly end: () => void;
  /** The same where the system gives no time: our lines are out of the hosts file when it returns. */
  readonly endNow: () => void;
};

/** The directory that the command line names, if it names one. */
function helperDirectory(argv: readonly string[]): string | undefined {
  const given = argv.filter((argument) => argument.startsWith(`${HELPER_SWITCH}=`));
  return given.length === 1 ? given[0]?.slice(HELPER_SWITCH.length + 1) : undefined;
}

/**
 * The helper's whole life: it reads the secret, connects to the app that wrote it, serves it, and takes everything back when
 * the app is gone in whatever way. The shipped program leaves `places` to the machine.
 */
export function runHelper(
  argv: readonly string[],
  places: HelperPlaces = machinePlaces(),
  ownerOf: () => Promise<string> = newOwner,
): RunningHelper {
  // Handed on by whoever asked. What is made here is believed later on: a journal that anyone could write would be a way to
  // have any text written into the hosts file.
  process.umask(0o022);
  const askedBy = whoAsked(process.env);
  const audit = openAudit(places.stateDirectory, askedBy);
  let channel: Socket | undefined;
  let deeds: HelperDeeds | undefined;
  let isEnding = false;

  const run = async (): Promise<number> => {
    try {
      const directory = helperDirectory(argv) ?? '';
      const secret = await takeSecret(directory, { platform: places.platform, askedBy });
      // Before the app is called, which waits for no more than a few seconds from then on: on Windows it takes PowerShell.
      const owner = await ownerOf();
      if (await mendTorn(places.hostsFile, backupIn(places))) audit('mended');
      if (isEnding) return HELPER_EXIT.ended;
      channel = connect(channelPath(directory, places.platform));
      const relays = openRelays({ platform: places.platform, audit, askedBy });
      deeds = createDeeds({ places, audit, owner, relays });
      const end = await serveHelper({ channel, secret, deeds, audit });
      return end === 'refused' ? HELPER_EXIT.refused : HELPER_EXIT.ended;
    } catch (error) {
      audit('not started', { error: String(error) });
      return HELPER_EXIT.notStarted;
    }
  };

  const end = (): void => {
    isEnding = true;
    channel?.destroy();
  };
  return {
    done: run(),
    end,
    endNow: () => {
      deeds?.undoNow();
      end();
    },
  };
}
