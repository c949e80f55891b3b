import { text } from '../text/text.ts';
import { isMac } from '../ui/media.ts';

const { shortcuts: said, keys } = text;
const command = isMac ? '⌘' : keys.ctrl;

/** Each line: the keys, several ways apart, and what they do. */
type Line = readonly [ways: readonly (readonly string[])[], words: string];

export const SHORTCUTS: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: said.everywhere,
    lines: [
      [[[command, 'K']], said.palette],
      [[['/']], said.search],
      [[[command, ',']], said.settings],
      [[['?']], said.sheet],
      [[[keys.escape]], said.escape],
    ],
  },
  {
    title: said.list,
    lines: [
      [[['↑'], ['↓']], said.move],
      [[[keys.home], [keys.end]], said.ends],
      [[[keys.enter]], said.open],
      [[[keys.space]], said.toggle],
      [[[command, 'C']], said.copy],
      [[[command, 'D']], said.star],
      [[[command, keys.enter]], said.openClient],
      [[['A … Z']], said.type],
    ],
  },
  {
    title: said.several,
    lines: [
      [
        [
          [keys.shift, '↑'],
          [keys.shift, '↓'],
        ],
        said.extend,
      ],
      [[[command, keys.space]], said.markOne],
      [[[command, 'A']], said.markAll],
      [[[keys.space]], said.toggleMarked],
    ],
  },
  {
    title: said.inPalette,
    lines: [
      [[[keys.enter]], said.paletteRun],
      [[[command, keys.enter]], said.paletteSecond],
    ],
  },
];
