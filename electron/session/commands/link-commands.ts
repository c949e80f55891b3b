import type { TableOf } from './table.ts';

export type LinkDeeds = {
  /** Once the catalogue can tell where it leads. */
  readonly followLink: (url: string) => void;
  readonly showWindow: () => void;
};

export const linkCommands = (deeds: LinkDeeds): TableOf<'link.follow'> => ({
  'link.follow': ({ url }) => {
    deeds.followLink(url);
    deeds.showWindow();
  },
});
