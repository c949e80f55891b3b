import { kitFormats, kitOpeners } from '../../contract/kit.ts';
import type { KitField, KitFormat, KitOpener } from '../../contract/kit-formats.ts';
import type { TunnelId } from '../../contract/forward.ts';
import { notOpen, type Ground, type TableOf } from './table.ts';

export type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Each reads the credentials where it needs them, and rejects with a `Failure`. */
export type KitDeeds = {
  readonly copyKit: (tunnelId: TunnelId, format: KitFormat) => Promise<void>;
  readonly openKit: (tunnelId: TunnelId, opener: KitOpener) => Promise<void>;
  /** Draws the value over the window, outside of its page. */
  readonly revealKit: (tunnelId: TunnelId, field: KitField, place: Place) => Promise<void>;
  readonly concealKit: () => void;
};

export function kitCommands(
  { read }: Ground,
  deeds: KitDeeds,
): TableOf<'kit.copy' | 'kit.open' | 'kit.reveal' | 'kit.conceal'> {
  return {
    'kit.copy': ({ tunnelId, format }) => {
      if (!kitFormats(read(), tunnelId).includes(format)) throw notOpen();
      return deeds.copyKit(tunnelId, format);
    },

    'kit.open': ({ tunnelId, with: opener }) => {
      const state = read();
      if (!kitOpeners(state, tunnelId, state.openers).includes(opener)) throw notOpen();
      return deeds.openKit(tunnelId, opener);
    },

    'kit.reveal': ({ tunnelId, field, place }) => {
      if (!kitFormats(read(), tunnelId).includes(field)) throw notOpen();
      return deeds.revealKit(tunnelId, field, place);
    },

    'kit.conceal': () => deeds.concealKit(),
  };
}
